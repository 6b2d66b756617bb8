// Evidence: what was said of single examples, by everybody and under every seed, after the fact.
// Read from the store in blocks of columns, so that a million rows are no million objects.

import { type ResultCache, type RunOptions, runSteps, type Step } from "../engine/index.js";
import { AnswerOptions, type Hardness, type Labels, labelsOn } from "../labels/index.js";
import { type ArmName, armNames, type RoleName, roleNames } from "../measures/index.js";
import { once } from "../once.js";
import type { TranscriptRow } from "../outcome/index.js";
import type { Example, Shape } from "../tasks/index.js";
import type { Cell } from "./cell.js";
import { firstCells } from "./first-cells.js";
import type { Plan } from "./plan.js";
import type { TaskRoom } from "./task-room.js";
import { rightAnswersOn } from "./test-split.js";
import { type TextsAs, transcriptSteps, transcriptsOf } from "./transcripts.js";

/** The splits that evidence has rows of. */
export type EvidenceSplit = "test" | "transfer" | "validation";

/** A task as evidence names it. */
export interface EvidenceTask {
  readonly name: string;
  readonly shape: Shape;
  /** What each option means, [K]. */
  readonly optionNames: readonly string[];
  /** All of its examples, ground truth included: evidence is read after everything is trained. */
  readonly examples: readonly Example[];
}

/** What is said of some examples of one split under one seed. */
export interface EvidenceBlock {
  readonly task: EvidenceTask;
  readonly supervisor: string;
  readonly seed: number;
  readonly split: EvidenceSplit;
  /** Who was taught; null on transfer and validation, whose labels all students share. */
  readonly taught: {
    readonly student: string;
    readonly labels: Hardness;
    readonly method: string;
  } | null;
  /** The examples, by their place in `task.examples`. */
  readonly rows: Int32Array;
  /** Probabilities `[rows, K]` by role; arms that were not run are absent. */
  readonly said: Readonly<Partial<Record<RoleName, Float32Array>>>;
  /** What was said of each row, by role, where answers are free. */
  readonly words: Readonly<Partial<Record<RoleName, readonly string[]>>>;
}

/** Rows of evidence: a test example of a cell and seed each; and labels of the other splits. */
export function evidenceCount({ cells }: Plan): { readonly test: number; readonly labels: number } {
  let test = 0;
  let labels = 0;
  const seen = new Set<string>();
  for (const { trials, room, supervisor, task } of cells) {
    for (const { seed } of trials) {
      const rows = room.rows(seed);
      test += rows.test.length;
      const key = JSON.stringify([task, supervisor, seed]);
      if (!seen.has(key)) labels += rows.transfer.length + rows.validation.length;
      seen.add(key);
    }
  }
  return { test, labels };
}

/** Every step that evidence is read from: they may be gone where scores are still there. */
export function evidenceSteps({ cells }: Plan): Step[] {
  const steps = cells.flatMap((cell) => cell.trials.flatMap((_, i) => stepsOf(cell, i)));
  const all: Step[] = [...steps.map(([, step]) => step), ...transcriptSteps({ cells })];
  return [...new Map(all.map((step) => [step.name, step])).values()];
}

/** Roles that any cell has. */
export function evidenceRoles({ cells }: Plan): RoleName[] {
  return roleNames.filter((role) =>
    cells.some(({ arms }) => isTrial(role) || "steps" in arms[role]),
  );
}

const isTrial = (role: RoleName): role is Exclude<RoleName, ArmName> =>
  !(armNames as readonly string[]).includes(role);

/**
 * Lets `use` read a plan's evidence; what it needs and is not in the store is computed first.
 * @throws as `runPlan`
 */
export function readEvidence<T>(
  plan: Plan,
  options: RunOptions,
  texts: TextsAs,
  use: (read: ReadEvidence) => Promise<T>,
): Promise<T> {
  const hasProtocols = transcriptSteps(plan).length > 0;
  return runSteps(evidenceSteps(plan), plan, options, (results) =>
    use({
      blocks: blocksOf(plan, results),
      transcripts: hasProtocols ? transcriptsOf(plan, results, texts) : null,
    }),
  );
}

/** A plan's evidence as it is read. */
export interface ReadEvidence {
  readonly blocks: AsyncIterable<EvidenceBlock>;
  /** Of the protocols behind its labels, one under one seed at a time; null: there are none. */
  readonly transcripts: AsyncIterable<readonly TranscriptRow[]> | null;
}

async function* blocksOf(plan: Plan, results: ResultCache): AsyncGenerator<EvidenceBlock> {
  const first = new Set(firstCells(plan));
  for (const cell of plan.cells) {
    if (first.has(cell)) yield* labelBlocks(cell, results);
    for (const [i, { seed }] of cell.trials.entries()) {
      const { test } = cell.room.rows(seed);
      const saying = new Saying(cell.room, test);
      for (const [role, step] of stepsOf(cell, i)) saying.note(role, await results.read(step));
      const { student, labels, method } = cell;
      yield {
        ...aboutOf(cell, seed),
        split: "test",
        taught: { student, labels, method },
        rows: test,
        ...saying.all,
      };
    }
  }
}

/** What a supervisor says of the examples that students learn from. */
async function* labelBlocks(cell: Cell, results: ResultCache): AsyncGenerator<EvidenceBlock> {
  for (const { seed, weak } of cell.trials) {
    const labels = await results.read(weak);
    for (const split of ["transfer", "validation"] as const) {
      const rows = cell.room.rows(seed)[split];
      if (rows.length === 0) continue;
      const saying = new Saying(cell.room, rows);
      saying.note("weak", labels);
      yield { ...aboutOf(cell, seed), split, taught: null, rows, ...saying.all };
    }
  }
}

/** What is said of some rows, role by role. */
class Saying {
  private readonly said: Partial<Record<RoleName, Float32Array>> = {};
  private readonly words: Partial<Record<RoleName, readonly string[]>> = {};
  private readonly options: AnswerOptions | undefined;

  constructor(
    room: TaskRoom,
    private readonly rows: Int32Array,
  ) {
    const right = rightAnswersOn(room, rows);
    this.options = right && new AnswerOptions(right, answerOptions.length - 1);
  }

  note(role: RoleName, labels: Labels): void {
    const own = labelsOn(labels, this.rows);
    this.said[role] = (this.options?.chosen(own) ?? own).probabilities.data;
    if (own.answers) this.words[role] = own.answers;
  }

  get all(): Pick<EvidenceBlock, "said" | "words"> {
    return { said: this.said, words: this.words };
  }
}

/** Free answers as the options of a row: two errors are told apart, so that a copied one shows. */
const answerOptions = ["right", "one error", "another error"];

function aboutOf({ room, supervisor }: Cell, seed: number) {
  return { task: evidenceTask(room), supervisor, seed };
}

const tasks = new WeakMap<TaskRoom, EvidenceTask>();

/** A task as evidence names it, one object a room. */
export function evidenceTask(room: TaskRoom): EvidenceTask {
  const { name, shape, answers } = room.task;
  const optionNames = answers ? answerOptions : room.task.optionNames;
  return once(tasks, room, () => ({ name, shape, optionNames, examples: room.examples }));
}

/** What everybody said of test under the i-th seed. */
function stepsOf({ trials, arms }: Cell, i: number): (readonly [RoleName, Step<Labels>])[] {
  const { weak, student, ceiling } = trials[i]!;
  const others = armNames.flatMap((name) => {
    const arm = arms[name];
    return "steps" in arm ? [[name, arm.steps[i]!] as const] : [];
  });
  return [["weak", weak], ["student", student.step], ["ceiling", ceiling.step], ...others];
}
