// The sizes that a claim may set a quantity against.

import type { ModelFacts, Outcome } from "@w2s/lab";
import { magnitudesApart } from "../scaling/figure.js";

/** What a quantity is set against. */
export interface Size {
  /** Null where it is not known. */
  readonly of: (outcome: Outcome) => number | null;
  /** What is held fixed while the size varies, beside the task. */
  readonly within: (outcome: Outcome) => readonly string[];
}

/** Pretraining compute, else parameters; null where neither is known. */
const sizeOf = ({ pretrainingFlop, parameters }: ModelFacts): number | null =>
  pretrainingFlop ?? parameters;

/** Every size, by its name in claims.json. */
export const sizes = {
  "student size": {
    of: ({ studentModel }) => sizeOf(studentModel),
    within: ({ supervisor, method, labels, studentModel }) => [
      supervisor,
      method,
      labels,
      studentModel.adapted,
    ],
  },
  "supervisor size": {
    of: ({ supervisorModel }) => sizeOf(supervisorModel),
    within: ({ student, method, labels, supervisorModel }) => [
      student,
      method,
      labels,
      supervisorModel.adapted,
    ],
  },
  "gap in size": {
    of: magnitudesApart,
    within: ({ method, labels, studentModel }) => [method, labels, studentModel.adapted],
  },
} as const satisfies Readonly<Record<string, Size>>;

/** The name of a size. */
export type SizeName = keyof typeof sizes;

export const sizeNames = Object.keys(sizes) as [SizeName, ...SizeName[]];

/** Whether a name is a size's. */
export const isSize = (name: string): name is SizeName => Object.hasOwn(sizes, name);
