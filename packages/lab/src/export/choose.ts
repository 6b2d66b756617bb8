// Which of a study's trained models is meant.

import { didYouMean, InputError } from "@w2s/base";
import type { Cell, Plan, Trial } from "../plan/index.js";
import type { Trained } from "../students/index.js";

/**
 * A trial's parts: the student, the same model trained on ground truth, or the model whose labels
 * taught it.
 */
export const roles = ["student", "ceiling", "supervisor"] as const;
/** Which of a trial's trained models is meant. */
export type TrainedRole = (typeof roles)[number];

/**
 * What a user says of the trained model that is meant; what is left out must follow from the rest.
 */
export interface StudentChoice {
  /** Default "student". */
  readonly role?: TrainedRole;
  readonly task?: string;
  readonly supervisor?: string;
  readonly student?: string;
  readonly labels?: string;
  readonly method?: string;
  readonly seed?: number;
}

/** One of the models that a study trains. */
export interface ChosenStudent {
  readonly role: TrainedRole;
  readonly cell: Cell;
  readonly seed: number;
  /** The step that trained it. */
  readonly name: string;
  /** How it is read; null: it has no weights of its own. */
  readonly trained: Trained | null;
}

const parts = ["task", "supervisor", "student", "labels", "method", "seed"] as const;

/** What tells the models of a role apart, most often. */
const told = {
  student: parts,
  ceiling: ["task", "student", "seed"],
  supervisor: ["task", "supervisor", "seed"],
} as const satisfies Record<TrainedRole, readonly (keyof StudentChoice)[]>;

/**
 * The model that is meant. @throws InputError for a name that the study does not have, and where
 * several are left, with the choices.
 */
export function chooseStudent({ cells }: Plan, choice: StudentChoice): ChosenStudent {
  const { role = "student" } = choice;
  let left = cells.flatMap((cell) => cell.trials.map((trial) => candidate(role, cell, trial)));
  for (const part of parts) {
    const wanted = choice[part];
    if (wanted === undefined) continue;
    const matching = left.filter((one) => partOf(one, part) === String(wanted));
    if (matching.length === 0) throw unknown(part, String(wanted), partsOf(left, part));
    left = matching;
  }
  const steps = new Set(left.map(({ name }) => name));
  if (steps.size === 1) return left[0]!;
  const isOpen = (part: Part) => partsOf(left, part).length > 1;
  // A student that is told its supervisor's label has a ceiling for each supervisor.
  const open = told[role].some(isOpen) ? told[role].filter(isOpen) : parts.filter(isOpen);
  const choices = open.map((part) => `--${part} (${partsOf(left, part).join(", ")})`);
  throw new InputError(`${steps.size} trained models fit; say which with ${choices.join(" and ")}`);
}

type Part = Exclude<keyof StudentChoice, "role">;

function candidate(role: TrainedRole, cell: Cell, trial: Trial): ChosenStudent {
  const { seed, weak } = trial;
  if (role === "supervisor") {
    return { role, cell, seed, name: weak.name, trained: cell.room.trainedBehind(weak) };
  }
  const { step, trained } = trial[role];
  return { role, cell, seed, name: step.name, trained };
}

function partOf({ cell, seed }: ChosenStudent, part: Part): string {
  return part === "seed" ? String(seed) : cell[part];
}

function partsOf(candidates: readonly ChosenStudent[], part: Part): string[] {
  return [...new Set(candidates.map((one) => partOf(one, part)))];
}

function unknown(part: Part, wanted: string, known: readonly string[]): InputError {
  const hint = didYouMean(wanted, known) || `; there is ${known.join(", ")}`;
  return new InputError(`unknown ${part} "${wanted}"${hint}`);
}
