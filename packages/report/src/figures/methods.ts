// The figure of methods: every method's students against those of the study's first method, cell by
// cell, paired over the same draws.

import type { Figure, FigureRow } from "@w2s/lab";
import { signed } from "../explained.js";
import {
  type ComparedCell,
  clearBelow,
  differenceText,
  type MethodSummary,
  methodSummaries,
} from "../methods-compared.js";
import { estimateCells } from "../numbers.js";
import { tasksText } from "../over-tasks-text.js";
import { type ForestPanel, type ForestRow, forestSvg } from "./forest.js";
import { leastBeside } from "./layout.js";
import { roleCss } from "./role-marks.js";
import { markPath } from "./shapes.js";

/** More cells than this of one method are left to the data, on a large page and on a small one. */
const [mostRows, mostNarrow] = [36, 12];
const clear = { label: "clear after Holm's correction", name: "r-student", path: markPath(0, 4.2) };
const unclear = { ...clear, label: "not clear", hollow: true };
const over = { label: "mean over tasks", name: "ceiling", path: markPath(3, 5) };

export const methodsFigure: Figure = {
  name: "methods",
  doc:
    "How much better each method's student scores than the first method's, for the same task, " +
    "supervisor and student, with its paired 95% interval; filled where the difference is clear " +
    "at 5% after Holm's correction for all comparisons. The diamond is the mean over tasks.",
  draw(outcomes, { width }) {
    const summaries = methodSummaries(outcomes);
    if (summaries.length === 0) return null;
    const heading = "Methods against the study's first, paired differences with 95% intervals";
    const most = width < leastBeside ? mostNarrow : mostRows;
    const panels = summaries.map((summary) => panelOf(summary, most));
    const svg = forestSvg(heading, [clear, unclear, over], panels, roleCss, width);
    return {
      svg,
      rows: summaries.flatMap((summary) => [totalOf(summary), ...summary.cells.map(rowOf)]),
    };
  },
};

function panelOf(summary: MethodSummary, most: number): ForestPanel {
  const { method, base, cells, overTasks } = summary;
  const { value, interval } = overTasks;
  const shown = cells.slice(0, most).map(forestRow);
  const left = cells.length - most;
  const { label: _, ...mark } = over;
  const all: ForestRow[] = [];
  if (interval !== null) {
    const { low, high } = interval;
    const label = `over tasks (${tasksText(overTasks, summary.tasks)})`;
    all.push({
      label,
      marks: [{ ...mark, at: { value, low, high }, title: differenceText(summary) }],
    });
  }
  return {
    title: `${method} - ${base}`,
    more: left > 0 ? `${left} more in the data` : "",
    level: 0,
    rows: [...all, ...shown],
  };
}

function forestRow({ outcome, comparison, corrected }: ComparedCell): ForestRow {
  const { label: _, ...mark } = corrected < clearBelow ? clear : unclear;
  const { task, student, supervisor, labels } = outcome;
  return {
    label: `${task}: ${student} by ${supervisor}${labels === "hard" ? ", hard" : ""}`,
    marks: [{ ...mark, at: comparison.difference, title: signed(comparison.difference) }],
  };
}

function rowOf({ outcome, comparison, corrected }: ComparedCell): FigureRow {
  const { task, supervisor, student, labels, method, metric } = outcome;
  const { with: base, difference, p } = comparison;
  const cell = { task, supervisor, student, labels, metric };
  return { ...cell, method, against: base, ...estimateCells(difference), p, p_holm: corrected };
}

function totalOf({ method, base, overTasks, corrected }: MethodSummary): FigureRow {
  const { value, interval, p } = overTasks;
  const span = { value, low: interval?.low ?? null, high: interval?.high ?? null };
  return { task: "all tasks", method, against: base, ...span, p, p_holm: corrected };
}
