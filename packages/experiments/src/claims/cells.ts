// The values that a claim's check asks for, one a cell: a row's own, the difference of two rows, or
// a rank correlation of several.

import { mean, type Outcome } from "@w2s/lab";
import { grouped } from "@w2s/report";
import { rankCorrelation } from "../statistics.js";
import { type Measured, measuredOf, type QuantityName } from "./quantities.js";
import { cellNames, rowsOf } from "./rows.js";
import type { Check } from "./schema.js";
import { isSize, type Size, type SizeName, sizes } from "./sizes.js";

/** A value, and the rows that it comes from. */
export interface MeasuredCell {
  readonly task: string;
  readonly rows: readonly Outcome[];
  readonly measured: Measured;
}

/** The check's values over these outcomes; rows without its quantity give none. */
export function cellsOf(check: Check, outcomes: readonly Outcome[]): MeasuredCell[] {
  const { minus, beside, against } = check;
  const own = valued(check.quantity, rowsOf(outcomes, check.rows));
  if (against !== undefined) return correlations(own, against);
  const other = minus ?? beside;
  if (other === undefined) return own;
  const others = valued(minus?.quantity ?? check.quantity, rowsOf(outcomes, other));
  const pairs = paired(own, others, cellNames(check.rows, other));
  return minus === undefined ? besideEachOther(pairs) : pairs.map(difference);
}

function valued(quantity: QuantityName, outcomes: readonly Outcome[]): MeasuredCell[] {
  return outcomes.flatMap((outcome) => {
    const measured = measuredOf(quantity, outcome);
    return measured === null ? [] : [{ task: outcome.task, rows: [outcome], measured }];
  });
}

/** Two cells that differ in what was asked alone. */
type Pair = readonly [own: MeasuredCell, other: MeasuredCell];

/** Cells of both sets that have one name; several of one name are one, their mean. */
function paired(
  own: readonly MeasuredCell[],
  other: readonly MeasuredCell[],
  nameOf: (outcome: Outcome) => string,
): Pair[] {
  const [ours, theirs] = [own, other].map((cells) =>
    grouped(cells, ({ rows }) => nameOf(rows[0]!)),
  ) as [Map<string, MeasuredCell[]>, Map<string, MeasuredCell[]>];
  return [...ours].flatMap(([name, cells]) => {
    const others = theirs.get(name);
    return others === undefined ? [] : [[together(cells), together(others)] as const];
  });
}

/** What two cells are apart: with the interval of independent ones. */
function difference([{ task, rows, measured }, other]: Pair): MeasuredCell {
  const [a, b] = [measured, other.measured];
  const value = a.value - b.value;
  const half = (one: number | undefined, two: number | undefined) =>
    one === undefined || two === undefined ? undefined : Math.hypot(one, two);
  const below = half(spread(a.low, a.value), spread(b.high, b.value));
  const above = half(spread(a.high, a.value), spread(b.low, b.value));
  const bounds =
    below === undefined || above === undefined ? {} : { low: value - below, high: value + above };
  return { task, rows: [...rows, ...other.rows], measured: { value, ...bounds } };
}

const spread = (bound: number | undefined, value: number): number | undefined =>
  bound === undefined ? undefined : bound - value;

/** The rank correlation of both sets' values, a cell a task. */
function besideEachOther(pairs: readonly Pair[]): MeasuredCell[] {
  return [...grouped(pairs, ([{ task }]) => task)].flatMap(([task, own]) =>
    ranked(
      task,
      own.flatMap((pair) => pair.flatMap(({ rows }) => rows)),
      own.map(([a, b]) => ({ x: a.measured.value, y: b.measured.value })),
    ),
  );
}

/** The rank correlation of values with a size or a quantity, for each group in which it varies. */
function correlations(
  cells: readonly MeasuredCell[],
  against: SizeName | QuantityName,
): MeasuredCell[] {
  const { of, within } = isSize(against) ? sizes[against] : asSize(against);
  const groups = grouped(cells, ({ task, rows }) => JSON.stringify([task, ...within(rows[0]!)]));
  return [...groups.values()].flatMap((group) => {
    const points = group.flatMap(({ rows, measured }) => {
      const x = of(rows[0]!);
      return x === null ? [] : [{ x, y: measured.value }];
    });
    return ranked(
      group[0]!.task,
      group.flatMap(({ rows }) => rows),
      points,
    );
  });
}

/** A quantity as what others are set against: over all pairs of a task. */
function asSize(quantity: QuantityName): Size {
  const of = (outcome: Outcome) => measuredOf(quantity, outcome)?.value ?? null;
  return { of, within: sizes["gap in size"].within };
}

/** Of fewer than three points a rank correlation says nothing; of equal ones there is none. */
function ranked(
  task: string,
  rows: readonly Outcome[],
  points: readonly { readonly x: number; readonly y: number }[],
): MeasuredCell[] {
  const value = points.length < 3 ? Number.NaN : rankCorrelation(points);
  return Number.isFinite(value) ? [{ task, rows, measured: { value } }] : [];
}

/** Several cells as one: the mean of their values, and of their bounds where all have them. */
export function together(cells: readonly MeasuredCell[], over = mean): MeasuredCell {
  const all = cells.map(({ measured }) => measured);
  const bounded = all.every(({ low, high }) => low !== undefined && high !== undefined);
  const bounds = bounded
    ? { low: over(all.map(({ low }) => low!)), high: over(all.map(({ high }) => high!)) }
    : {};
  return {
    task: cells[0]!.task,
    rows: cells.flatMap(({ rows }) => rows),
    measured: { value: over(all.map(({ value }) => value)), ...bounds },
  };
}
