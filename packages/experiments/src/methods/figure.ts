// Where methods stand: their mean score over tasks beside that of the arms, and where they win.

import { type Estimate, type Figure, figure, type Outcome } from "@w2s/lab";
import {
  byTask,
  drawForest,
  estimateOverTasks,
  mean,
  methodSummaries,
  metricOf,
  type RoleMark,
  roleCss,
  roleMarks,
  score,
} from "@w2s/report";

type Value = (row: Outcome) => number | null;

/** A method's student, its arms and its ceiling, each against the supervisor. */
const marks: readonly (RoleMark & { readonly of: Value })[] = [
  { ...roleMarks.student, of: ({ gain }) => gain.value },
  {
    ...roleMarks.uninformed,
    label: "taught by labels without information",
    of: (row) => armOf(row, "uninformed"),
  },
  { ...roleMarks.selfTaught, label: "self-taught", of: (row) => armOf(row, "selfTaught") },
  { ...roleMarks.ceiling, of: ({ gap }) => gap.value },
];

function armOf(row: Outcome, name: "uninformed" | "selfTaught"): number | null {
  const arm = row.arms[name];
  if (!arm.run) return null;
  return metricOf(row, arm.scores).value - metricOf(row, row.scores.weak).value;
}

export const standingsFigure: Figure = figure(
  "standings",
  (outcomes, { width }) => {
    const names = [...new Set(outcomes.map(({ method }) => method))];
    if (names.length < 2) return null;
    const summaries = new Map(methodSummaries(outcomes).map((one) => [one.method, one]));
    const rows = names.map((method) => {
      const own = outcomes.filter((row) => row.method === method);
      const found = marks.flatMap(({ of, label, ...mark }) => {
        const at = overTasksOf(own, of);
        return at === null ? [] : [{ ...mark, at, label, title: `${label}: ${score(at.value)}` }];
      });
      const summary = summaries.get(method);
      const wins = summary
        ? `, ${summary.clearlyAhead.length} ahead, ${summary.clearlyBehind.length} behind`
        : "";
      return { label: `${method}${wins}`, method, summary, marks: found };
    });
    const tasks = byTask(outcomes).length;
    const over = `${tasks} task${tasks === 1 ? "" : "s"}`;
    const title = `Methods over ${over}: score minus the supervisor's`;
    return {
      svg: drawForest(title, marks, [{ title: "all tasks", level: 0, rows }], roleCss, width),
      rows: rows.flatMap(({ method, summary, marks: found }) =>
        found.map(({ label, at: { value, low, high } }) => ({
          method,
          role: label,
          value,
          low,
          high,
          won: summary?.clearlyAhead.length ?? null,
          lost: summary?.clearlyBehind.length ?? null,
        })),
      ),
    };
  },
  "Each row is a method, means over tasks: how far above its supervisor the student stands, the " +
    "same student taught by labels without information and by itself, and its ceiling; intervals " +
    "are Student's t by the spread of tasks, of three or more. Ahead and behind: cells in which " +
    "it is clearly ahead of or behind the first method, paired, after Holm's correction.",
);

/** The mean over tasks of their mean; without an interval for fewer than three tasks. */
function overTasksOf(rows: readonly Outcome[], of: Value): Estimate | null {
  const tasks = byTask(rows).map((group) => group.flatMap((row) => of(row) ?? []));
  if (tasks.length === 0 || tasks.some((values) => values.length === 0)) return null;
  return estimateOverTasks(tasks.map(mean));
}
