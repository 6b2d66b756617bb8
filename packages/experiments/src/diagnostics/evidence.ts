// Cells of a finished run from what was said of single examples, whatever the study measured.

import { answerOf, type EvidenceFile, type Outcome } from "@w2s/lab";
import type { DiagnosticCell } from "./figure.js";
import { PairSums } from "./pair.js";

/** One cell's sums, a seed each. */
interface Cell {
  readonly names: Pick<DiagnosticCell, "task" | "title">;
  readonly bySeed: Map<number, { sums: PairSums; rows: number; weak: number; student: number }>;
}

type CellNames = "task" | "supervisor" | "student" | "labels" | "method";

const keyOf = ({ task, supervisor, student, labels, method }: Record<CellNames, string>): string =>
  JSON.stringify([task, supervisor, student, labels, method]);

/**
 * Every cell of a run: means over its seeds, gains in accuracy.
 * @param outcomes the run's own, for what no evidence holds: overlap density, where the study
 *   measured it
 */
export async function cellsOfEvidence(
  evidence: EvidenceFile,
  outcomes: readonly Outcome[],
): Promise<DiagnosticCell[]> {
  const overlaps = new Map(outcomes.map((row) => [keyOf(row), row.overlap?.overlap ?? null]));
  const cells = new Map<string, Cell>();
  for await (const rows of evidence.testRows()) {
    for (const row of rows) {
      const { task, supervisor, student, method, seed, said, truth } = row;
      if (said.weak === undefined || said.student === undefined) continue;
      const key = keyOf(row);
      const title = `${task}: ${student} by ${supervisor}, ${method}`;
      const cell = cells.get(key) ?? { names: { task, title }, bySeed: new Map() };
      cells.set(key, cell);
      const own = cell.bySeed.get(seed) ?? { sums: new PairSums(), rows: 0, weak: 0, student: 0 };
      cell.bySeed.set(seed, own);
      own.sums.add({ weak: said.weak, student: said.student, truth });
      own.rows += 1;
      own.weak += Number(answerOf(said.weak) === truth);
      own.student += Number(answerOf(said.student) === truth);
    }
  }
  return [...cells].map(([key, { names, bySeed }]) => {
    const seeds = [...bySeed.values()].flatMap(({ sums, rows, weak, student }) => {
      const numbers = sums.numbers();
      const gain = (student - weak) / rows;
      return numbers === null ? [] : [{ ...numbers, gain, student: student / rows }];
    });
    const mean = (of: (seed: (typeof seeds)[number]) => number) =>
      seeds.reduce((sum, seed) => sum + of(seed), 0) / seeds.length;
    const capas = seeds.flatMap(({ capa }) => capa ?? []);
    return {
      ...names,
      misfit: mean(({ misfit }) => misfit),
      squaredGain: mean(({ squaredGain }) => squaredGain),
      disagreement: mean(({ disagreement }) => disagreement),
      capa: capas.length === 0 ? null : capas.reduce((sum, one) => sum + one, 0) / capas.length,
      gain: mean(({ gain }) => gain),
      student: mean(({ student }) => student),
      overlap: overlaps.get(key) ?? null,
    };
  });
}
