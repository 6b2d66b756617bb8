// What a study's rows say of a claim: one number over tasks, with its interval.

import type { Outcome } from "@w2s/lab";
import { medianInterval, overTasks } from "@w2s/report";
import { type Cell, cellsOf, grouped, together } from "./cells.js";
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

function meanOver(tasks: readonly (readonly Cell[])[]): Measured {
  const all = tasks.map((cells) => together(cells));
  return overTasks(all.map(({ measured }) => measured.value)) ?? together(all).measured;
}

function medianOver(tasks: readonly (readonly Cell[])[]): Measured {
  const middle = (values: readonly number[]) => medianInterval(values).value;
  const all = tasks.map((cells) => together(cells, middle).measured);
  const { value, low, high } = medianInterval(all.map((task) => task.value));
  if (all.length >= 6) return { value, low, high };
  if (!all.every((task) => task.low !== undefined && task.high !== undefined)) return { value };
  return {
    value,
    low: Math.min(...all.map((task) => task.low!)),
    high: Math.max(...all.map((task) => task.high!)),
  };
}
