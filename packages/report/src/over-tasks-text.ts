// Numbers over tasks as sentences and tables write them: what an interval is of, and how often it
// holds, stands with it wherever that is not "other tasks, 95%".

import { plural } from "@w2s/base";
import type { OverTasks } from "@w2s/lab";
import { decimal } from "./numbers.js";
import { percent } from "./percent.js";

/** ".36 [.02, .99] (5 tasks)"; with a sign where it is a difference. */
export function overTasksText(
  over: OverTasks,
  tasks: number,
  { decimals = 2, signed = false } = {},
): string {
  const shown = (value: number) => decimal(value, decimals);
  const value = `${signed && over.value >= 0 ? "+" : ""}${shown(over.value)}`;
  const of = tasksText(over, tasks);
  if (over.interval === null) return `${value} (${of})`;
  const { low, high } = over.interval;
  return `${value} [${shown(low)}, ${shown(high)}] (${of})`;
}

/** What an interval is of: "5 tasks", "86%, 3 tasks", "this task alone", "2 tasks, no interval". */
export function tasksText({ interval }: OverTasks, tasks: number): string {
  const count = plural(tasks, "task");
  if (interval === null) return `${count}, no interval`;
  if (interval.of === "these tasks")
    return tasks === 1 ? "this task alone" : `these ${count} alone`;
  return interval.coverage < 0.95 ? `${percent(interval.coverage)}, ${count}` : count;
}

/** What the intervals of medians, means and ratios of so many tasks are, in a sentence or two. */
export function intervalsAre(tasks: number): string {
  if (tasks <= 2) {
    const of = tasks === 1 ? "this task" : "these two tasks";
    const about = `Intervals are over the seeds and test examples of ${of}`;
    return `${about}, and say nothing about other tasks.`;
  }
  return (
    "Intervals are 95% intervals for other tasks like these: of medians by a hierarchical " +
    "bootstrap over tasks, seeds and test examples, of means by Student's t, of ratios by " +
    "Fieller's theorem. Where there are too few tasks for 95%, the percentage in brackets is how " +
    "often the interval holds instead; where fewer than three have a value, it is over seeds and " +
    "test examples alone."
  );
}
