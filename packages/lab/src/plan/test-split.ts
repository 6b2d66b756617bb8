// Ground truth as scores take it: of the test split, and of the rows that students read labels of.
// Named by all that is in it.

import { hashOf, type Identified } from "../engine/index.js";
import { RightAnswers } from "../labels/index.js";
import type { TestFacts } from "../measures/index.js";
import type { TaskFacts } from "../reading/index.js";
import type { SeedRows } from "../supervisors/index.js";
import type { Example } from "../tasks/index.js";

/** What every score of a task looks at. */
export class TestSplit implements Identified {
  readonly identity: string;
  private readonly places: ReadonlyMap<number, number>;

  constructor(
    /** Test rows, in the order that predictions are scored in. */
    readonly rows: Int32Array,
    /** Ground truth of the test rows. */
    readonly truth: Int32Array,
    /** Groups of the test rows. */
    readonly groups: readonly string[],
    /** What else is known of the test rows, by fact. */
    readonly facts: TestFacts,
    /** What is right where answers are free. */
    readonly answers?: RightAnswers,
  ) {
    const known = [...facts].flatMap(([name, values]) => [[name], values.map(String)]);
    // "words": scores look at what is said in words, too.
    const right = answers ? [[answers.identity, "words"]] : [];
    this.identity = hashOf([rows, truth, groups, ...known, ...right]);
    this.places = new Map(Array.from(rows, (row, i) => [row, i]));
  }

  /** The right option of a test row. */
  truthOf(row: number): number {
    return this.truth[this.places.get(row)!]!;
  }
}

/** Ground truth of transfer and validation, a seed each. */
export class SeedTruths implements Identified {
  readonly identity: string;

  constructor(
    readonly parts: readonly Readonly<Record<"transfer" | "validation", LabelledTruth>>[],
  ) {
    const all = parts.flatMap(({ transfer, validation }) => [transfer, validation]);
    this.identity = hashOf(
      all.flatMap(({ rows, truth, answers }) => [
        rows,
        truth,
        ...(answers ? [[answers.identity]] : []),
      ]),
    );
  }
}

interface LabelledTruth {
  readonly rows: Int32Array;
  readonly truth: Int32Array;
  /** What is right where answers are free. */
  readonly answers: RightAnswers | undefined;
}

/** Of a room, what scores need. */
interface Known {
  readonly task: Pick<TaskFacts, "answers">;
  readonly examples: readonly Example[];
  readonly truth: Int32Array;
  rows(seed: number): SeedRows;
}

/** The test rows with all that scores look at. */
export function testSplitOf(room: Known, seed: number): TestSplit {
  const { test } = room.rows(seed);
  const groups = Array.from(test, (row) => room.examples[row]!.group);
  const known = Array.from(test, (row) => room.examples[row]!.facts ?? {});
  const names = [...new Set(known.flatMap((facts) => Object.keys(facts)))].sort();
  const facts = new Map(names.map((name) => [name, known.map((of) => of[name])]));
  return new TestSplit(test, truthOn(room, test), groups, facts, rightAnswersOn(room, test));
}

/** Ground truth of the rows that students read labels of. */
export function seedTruthsOf(room: Known, seeds: readonly number[]): SeedTruths {
  const labelled = (rows: Int32Array) => ({
    rows,
    truth: truthOn(room, rows),
    answers: rightAnswersOn(room, rows),
  });
  return new SeedTruths(
    seeds.map((seed) => {
      const { transfer, validation } = room.rows(seed);
      return { transfer: labelled(transfer), validation: labelled(validation) };
    }),
  );
}

/** What is right for some rows; undefined where options are chosen. */
export function rightAnswersOn(
  { task, examples }: Pick<Known, "task" | "examples">,
  rows: Int32Array,
): RightAnswers | undefined {
  if (!task.answers) return undefined;
  return new RightAnswers(
    Array.from(rows, (row) => examples[row]!.right!),
    task.answers,
  );
}

const truthOn = ({ truth }: Known, rows: Int32Array): Int32Array => rows.map((row) => truth[row]!);
