// What a claim may be about: numbers of one row, with an interval where the row has one.

import type { Estimate, Outcome } from "@w2s/lab";
import { metricOf } from "@w2s/report";
import { trainingOf } from "./training.js";

/** A number of a row; without bounds where nobody measured how sure it is. */
export interface Measured {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

interface Quantity {
  /** What it is, in the words of the tables. */
  readonly doc: string;
  /** Null where the row has none. */
  readonly of: (outcome: Outcome) => Measured | null;
}

const bare = (value: number | null): Measured | null => (value === null ? null : { value });
const less = (value: number | null, taken: number): Measured | null =>
  value === null ? null : { value: value - taken };

function overArm(arm: keyof Outcome["arms"]): (outcome: Outcome) => Estimate | null {
  return ({ arms }) => {
    const one = arms[arm];
    return one.run ? one.difference : null;
  };
}

/** Every quantity that any row may have, by its name in claims.json. */
export const quantities = {
  weak: { doc: "the supervisor's score", of: (row) => metricOf(row, row.scores.weak) },
  student: { doc: "the student's score", of: (row) => metricOf(row, row.scores.student) },
  ceiling: { doc: "the ceiling's score", of: (row) => metricOf(row, row.scores.ceiling) },
  gap: { doc: "ceiling - weak", of: ({ gap }) => gap },
  gain: { doc: "student - weak", of: ({ gain }) => gain },
  pgr: { doc: "PGR, where it is defined", of: ({ pgr }) => (pgr.defined ? pgr : null) },
  overFirst: {
    doc: "student - the student of the study's first method, paired",
    of: ({ comparison }) => comparison?.difference ?? null,
  },
  overUninformed: {
    doc: "student - the student of labels without information, paired",
    of: overArm("uninformed"),
  },
  overUntouched: { doc: "student - the untouched student, paired", of: overArm("untouched") },
  labels: {
    doc: "accuracy of the labels on transfer",
    of: ({ labelQuality: { transfer } }) => bare(transfer?.accuracy ?? null),
  },
  agreement: {
    doc: "share of the test on which student and supervisor agree",
    of: ({ agreement }) => bare(agreement.overall),
  },
  agreementOverWeak: {
    doc: "agreement of student and supervisor - the supervisor's accuracy",
    of: ({ agreement, scores }) => less(agreement.overall, scores.weak.accuracy.value),
  },
  copied: {
    doc: "share of the supervisor's errors that the student repeats",
    of: ({ errorsRepeated }) => errorsRepeated.student,
  },
  copiedOverCeiling: {
    doc: "the supervisor's errors repeated by the student - by the ceiling, paired",
    of: ({ errorsRepeated }) => errorsRepeated.difference,
  },
  shared: {
    doc: "share of the supervisor's errors that the ceiling makes too",
    of: ({ errorsRepeated }) => errorsRepeated.ceiling,
  },
  copiedOverErrors: {
    doc: "share of the supervisor's errors repeated - of its right answers missed",
    of: ({ agreement: { whereSupervisorRight: right, whereSupervisorWrong: wrong } }) =>
      right === null || wrong === null ? null : { value: wrong - (1 - right) },
  },
  gainOnHardest: { doc: "student - weak on the most difficult examples", of: gainOnHardest },
  fall: {
    doc: "accuracy lost from the best evaluation to the last",
    of: (row) => bare(trainingOf(row)?.fall ?? null),
  },
  best: {
    doc: "share of training done at the best evaluation",
    of: (row) => bare(trainingOf(row)?.best ?? null),
  },
  agreementAfterBest: {
    doc: "agreement with the supervisor gained from the best evaluation to the last",
    of: (row) => bare(trainingOf(row)?.agreement ?? null),
  },
} as const satisfies Readonly<Record<string, Quantity>>;

/** A measure of the study's own, of the student: "measure:misfit". */
type OwnMeasure = `measure:${string}`;

/** The name of a quantity. */
export type QuantityName = keyof typeof quantities | OwnMeasure;

export const quantityNames = Object.keys(quantities) as (keyof typeof quantities)[];

const own = /^measure:(.+)$/su;

/** Whether a name is a quantity's. */
export const isQuantity = (name: unknown): name is QuantityName =>
  typeof name === "string" && (Object.hasOwn(quantities, name) || own.test(name));

const isListed = (name: QuantityName): name is keyof typeof quantities =>
  Object.hasOwn(quantities, name);

/** A row's quantity; null where it has none. */
export function measuredOf(quantity: QuantityName, outcome: Outcome): Measured | null {
  if (isListed(quantity)) return quantities[quantity].of(outcome);
  return outcome.measures[own.exec(quantity)![1]!]?.student ?? null;
}

/** A quantity in words. */
export function quantityText(quantity: QuantityName): string {
  return isListed(quantity) ? quantities[quantity].doc : `the student's ${own.exec(quantity)![1]!}`;
}

function gainOnHardest({ parts }: Outcome): Measured | null {
  const graded = parts.filter(({ fact, value }) => fact === "difficulty" && !Number.isNaN(+value));
  const hardest = Math.max(...graded.map(({ value }) => Number(value)));
  const part = graded.find(({ value }) => Number(value) === hardest);
  return part === undefined ? null : { value: part.student - part.weak };
}
