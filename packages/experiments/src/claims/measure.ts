// What a study's rows say of a claim: one number over tasks, with its interval.

import { meanOverTasks, median, medianOverTasks, type Outcome } from "@w2s/lab";
import { grouped } from "@w2s/report";
import { cellsOf, type MeasuredCell, together } from "./cells.js";
import type { Measured } from "./quantities.js";
import type { Check } from "./schema.js";
import type { Found } from "./verified.js";

/**
 * The check's number over tasks, each being one value. Their mean: of three tasks and more with the
 * interval of their spread (Student's t), of fewer with the mean of the rows' own bounds, as if
 * their luck were all shared. Their median: of six and more with the interval of its order
 * statistics, of fewer from the lowest to the highest of the rows' bounds. What is left of doubt
 * falls on the wide side. Null where no row has the quantity.
 */
export function measure(check: Check, outcomes: readonly Outcome[]): Found | null {
  const cells = cellsOf(check, outcomes);
  if (cells.length === 0) return null;
  const tasks = [...grouped(cells, ({ task }) => task).values()];
  const rows = new Set(cells.flatMap((cell) => cell.rows));
  return {
    ...(check.over === "median" ? medianOver(tasks) : meanOver(tasks)),
    tasks: tasks.length,
    rows: rows.size,
    seeds: Math.min(...[...rows].map(({ seeds }) => seeds.length)),
  };
}

function meanOver(tasks: readonly (readonly MeasuredCell[])[]): Measured {
  const all = tasks.map((cells) => together(cells));
  const { value, interval } = meanOverTasks(all.map(asTask));
  return interval === null ? together(all).measured : { value, ...boundsOf(interval) };
}

function medianOver(tasks: readonly (readonly MeasuredCell[])[]): Measured {
  const all = tasks.map((cells) => together(cells, (values) => median(values)!));
  const { value, interval } = medianOverTasks(all.map(asTask))!;
  if (interval !== null && interval.coverage >= 0.95) return { value, ...boundsOf(interval) };
  const bounds = all.map(({ measured: { low, high } }) => ({ low, high }));
  if (!bounds.every(({ low, high }) => low !== undefined && high !== undefined)) return { value };
  return {
    value,
    low: Math.min(...bounds.map(({ low }) => low!)),
    high: Math.max(...bounds.map(({ high }) => high!)),
  };
}

const asTask = ({ measured: { value } }: MeasuredCell) => ({ value, draws: null });

const boundsOf = ({ low, high }: { readonly low: number; readonly high: number }) => ({
  low,
  high,
});
