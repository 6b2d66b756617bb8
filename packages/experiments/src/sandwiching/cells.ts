// Every overseer with a protocol beside that overseer alone and the model alone: who is ahead, and
// what students make of their labels.

import type { Comparison, Estimate, Outcome } from "@w2s/lab";
import { groupBy, holm } from "@w2s/report";
import { aheadOfBest, scoresOf } from "../oversight/paired.js";
import { type Seat, seatOf } from "../oversight/seats.js";

/** One protocol, with whom, on one task. */
export interface Sandwiched extends Seat {
  readonly task: string;
  readonly student: string;
  /** Accuracy of the overseer alone, of the model alone, and of the protocol. */
  readonly alone: number;
  readonly modelAlone: number;
  readonly assisted: number;
  /** The protocol - the better of both, paired. */
  readonly ahead: Estimate;
  /** That it is none. */
  readonly p: number;
  /** p corrected for all of a run's (Holm). */
  readonly corrected: number;
  /** What the student reaches by the protocol's labels, by the overseer's alone, and by truth. */
  readonly taught: number;
  readonly taughtAlone: number;
  readonly ceiling: number;
  /** taught - taughtAlone, paired. */
  readonly taughtAhead: Estimate;
  /** The share of the gap from the overseer alone to the ceiling; null where that is not clear. */
  readonly recovered: number | null;
}

interface Found extends Omit<Sandwiched, "p" | "corrected"> {
  readonly comparison: Comparison;
}

/** What a run says of protocols; nothing of rows without kept draws, or without somebody alone. */
export function sandwichedOf(outcomes: readonly Outcome[]): Sandwiched[] {
  // Rows that differ in their supervisors alone.
  const groups = groupBy(outcomes, ({ task, student, labels, method }) =>
    JSON.stringify([task, student, labels, method]),
  );
  const found = groups.flatMap(cellsIn);
  const corrected = holm(found.map(({ comparison }) => comparison.p));
  return found.map(({ comparison: { p }, ...cell }, i) => ({
    ...cell,
    p,
    corrected: corrected[i]!,
  }));
}

function cellsIn(rows: readonly Outcome[]): Found[] {
  const seated = rows.map((row) => ({ row, seat: seatOf(row.supervisor) }));
  const who = (protocol: string, names: (seat: Seat) => boolean) =>
    seated.flatMap(({ row, seat }) => (seat.protocol === protocol && names(seat) ? [row] : []));
  return seated.flatMap(({ row, seat }) => {
    if (seat.protocol === "alone" || seat.protocol === "model") return [];
    const [alone] = who("alone", ({ overseer }) => overseer === seat.overseer);
    if (alone === undefined) return [];
    // A protocol without a model is held against each of them.
    const models = who("model", ({ overseer }) => [null, overseer].includes(seat.model));
    return models.flatMap((one) => {
      const model = seatOf(one.supervisor).overseer;
      return cellOf(row, { ...seat, model }, alone, one) ?? [];
    });
  });
}

function cellOf(row: Outcome, seat: Seat, alone: Outcome, model: Outcome): Found | null {
  const comparison = aheadOfBest("weak", row, [alone, model]);
  const taughtAhead = aheadOfBest("student", row, [alone]);
  if (comparison === null || taughtAhead === null) return null;
  const [own, other] = [scoresOf(row), scoresOf(alone)];
  return {
    ...seat,
    task: row.task,
    student: row.student,
    alone: other.weak,
    modelAlone: scoresOf(model).weak,
    assisted: own.weak,
    ahead: comparison.difference,
    comparison,
    taught: own.student,
    taughtAlone: other.student,
    ceiling: own.ceiling,
    taughtAhead: taughtAhead.difference,
    recovered: alone.gap.low > 0 ? (own.student - other.weak) / (other.ceiling - other.weak) : null,
  };
}
