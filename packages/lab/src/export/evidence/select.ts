// Single examples worth a look: where a student overruled its supervisor, and where it copied an
// error.

import { once } from "../../once.js";
import type { EvidenceRow } from "../../outcome/index.js";

/** Which examples: each asks what the student and the supervisor think most probable. */
export const exampleKinds = {
  /** It says otherwise than its supervisor, and is right. */
  "overruled-right": ({ weak, student, truth }: Answers) => student !== weak && student === truth,
  /** It says otherwise than its supervisor, and is wrong. */
  "overruled-wrong": ({ weak, student, truth }: Answers) => student !== weak && student !== truth,
  /** It says what its supervisor says, and both are wrong. */
  "copied-errors": ({ weak, student, truth }: Answers) => student === weak && student !== truth,
  /** It says otherwise than its supervisor. */
  disagreements: ({ weak, student }: Answers) => student !== weak,
} as const;
/** What examples may be asked for: overruled rightly, wrongly, errors copied, disagreements. */
export type ExampleKind = keyof typeof exampleKinds;

interface Answers {
  readonly weak: number;
  readonly student: number;
  readonly truth: number;
}

/** Which rows of a run are looked at; what is left out is not asked. */
export type EvidenceFilter = {
  readonly [K in "task" | "supervisor" | "student" | "labels" | "method" | "seed"]?:
    | EvidenceRow[K]
    | undefined;
};

/** An example of one cell, with the seeds under which it is of the kind. */
export interface ShownExample {
  /** The first of its rows. */
  readonly row: EvidenceRow;
  readonly seeds: readonly number[];
  /** Mean probability that the student gave its answers. */
  readonly sureness: number;
}

/**
 * The examples of one cell, those of most seeds first, then those that the student is surest of.
 */
export interface ShownCell {
  readonly cell: Pick<EvidenceRow, "task" | "supervisor" | "student" | "labels" | "method">;
  /** Seeds that were looked at. */
  readonly seeds: readonly number[];
  readonly examples: readonly ShownExample[];
}

/** Every cell that the filter leaves, with its examples of a kind, which may be none. */
export async function selectExamples(
  rows: AsyncIterable<readonly EvidenceRow[]>,
  kind: ExampleKind,
  filter: EvidenceFilter = {},
): Promise<ShownCell[]> {
  const [cells] = await selectKinds(rows, [kind], filter);
  return cells!;
}

/** The same for several kinds, in one reading: the cells of each, in the order of `kinds`. */
export async function selectKinds(
  rows: AsyncIterable<readonly EvidenceRow[]>,
  kinds: readonly ExampleKind[],
  filter: EvidenceFilter = {},
): Promise<ShownCell[][]> {
  const gathered = kinds.map((kind) => ({ kind, cells: new Map<string, GatheredCell>() }));
  for await (const some of rows) {
    for (const row of some) {
      if (!passes(row, filter)) continue;
      for (const { kind, cells } of gathered) gather(cells, row, kind);
    }
  }
  return gathered.map(({ cells }) => shownCells(cells));
}

function shownCells(cells: ReadonlyMap<string, GatheredCell>): ShownCell[] {
  return [...cells.values()].map(({ cell, seeds, examples }) => ({
    cell,
    seeds: [...seeds].sort((a, b) => a - b),
    examples: [...examples.values()]
      .map(({ row, seeds, sureness }) => ({ row, seeds, sureness: sureness / seeds.length }))
      .sort((a, b) => b.seeds.length - a.seeds.length || b.sureness - a.sureness),
  }));
}

interface GatheredCell {
  readonly cell: ShownCell["cell"];
  readonly seeds: Set<number>;
  readonly examples: Map<string, { row: EvidenceRow; seeds: number[]; sureness: number }>;
}

/** Whether a row is one of those that are asked for. */
export function passes(
  row: { readonly [K in keyof EvidenceFilter]?: unknown },
  filter: EvidenceFilter,
): boolean {
  const wanted = Object.entries(filter) as [keyof EvidenceFilter, unknown][];
  return wanted.every(([part, value]) => value === undefined || row[part] === value);
}

function gather(cells: Map<string, GatheredCell>, row: EvidenceRow, kind: ExampleKind): void {
  const { task, supervisor, student, labels, method, seed, id, truth, said } = row;
  if (!said.weak || !said.student) return;
  const key = JSON.stringify([task, supervisor, student, labels, method]);
  const cell = once(cells, key, () => ({
    cell: { task, supervisor, student, labels, method },
    seeds: new Set<number>(),
    examples: new Map(),
  }));
  cell.seeds.add(seed);
  const answers = { weak: answerOf(said.weak), student: answerOf(said.student), truth };
  if (!exampleKinds[kind](answers)) return;
  const found = cell.examples.get(id) ?? { row, seeds: [], sureness: 0 };
  cell.examples.set(id, found);
  found.seeds.push(seed);
  found.sureness += said.student[answers.student]!;
}

/** The most probable option, the lowest at a tie, as everywhere. */
export function answerOf(shares: readonly number[]): number {
  return shares.indexOf(Math.max(...shares));
}
