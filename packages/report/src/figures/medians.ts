// The figure of medians: what each method comes to over tasks, every task counted once.

import type { Figure, FigureRow } from "@w2s/lab";
import { percent } from "../english.js";
import { type MethodMedians, methodMedians, type TaskMedian } from "../medians.js";
import { decimal, estimateCells } from "../numbers.js";
import { type ForestPanel, forestSvg } from "./forest.js";
import { markPath } from "./palette.js";
import { roleCss } from "./role-marks.js";

const middle = { label: "median over tasks", name: "r-student", path: markPath(3, 5) };
const each = { label: "one task's median", name: "r-arm", path: markPath(0, 3.4), hollow: true };

/** What medians are of. */
const measures = [
  { key: "pgr", title: "PGR, over the rows that have one" },
  { key: "gain", title: "gain over the supervisor, over all rows" },
] as const;

export const mediansFigure: Figure = {
  name: "medians",
  doc:
    "A row a method: the median over tasks of each task's median, with the interval that two of " +
    "the tasks make, counted from both ends; its coverage stands in brackets, as few tasks " +
    "cannot give 95%. Circles are the tasks. PGR is over rows whose gap is clear, which the same " +
    "test decided; the gain below is over all of them.",
  draw(outcomes, { width }) {
    const medians = methodMedians(outcomes);
    if (medians.length === 0) return null;
    const panels = measures.flatMap(({ key, title }) => panelOf(key, title, medians));
    const title = "Methods over tasks";
    return {
      svg: forestSvg(title, [middle, each], panels, roleCss, width),
      rows: medians.flatMap(rowsOf),
    };
  },
};

function panelOf(
  key: "pgr" | "gain",
  title: string,
  medians: readonly MethodMedians[],
): ForestPanel[] {
  const rows = medians.flatMap((one) => {
    const median = one[key];
    if (median === null) return [];
    const { label: _, ...mark } = middle;
    const { label: __, ...small } = each;
    const tasks = median.tasks.map(({ task, value }) => ({
      ...small,
      at: { value, low: value, high: value },
      title: `${task}: ${decimal(value, 3)}`,
    }));
    const text = medianText(median);
    return [
      {
        label: `${one.method} ${coverageText(median)}`,
        marks: [...tasks, { ...mark, at: median, title: text }],
      },
    ];
  });
  return rows.length === 0 ? [] : [{ title, level: 0, rows }];
}

/** ".36 [.02, .99] (75%, 3 tasks)". */
export function medianText(median: TaskMedian, decimals = 2): string {
  const { value, low, high, tasks } = median;
  const shown = (number: number) => decimal(number, decimals);
  if (tasks.length < 2) return `${shown(value)}, one task`;
  return `${shown(value)} [${shown(low)}, ${shown(high)}] ${coverageText(median)}`;
}

function coverageText({ coverage, tasks }: TaskMedian): string {
  return tasks.length < 2 ? "(one task)" : `(${percent(coverage)}, ${tasks.length} tasks)`;
}

function rowsOf({ method, gain, pgr }: MethodMedians): FigureRow[] {
  return [
    { measure: "pgr", median: pgr },
    { measure: "gain", median: gain },
  ].flatMap(({ measure, median }) =>
    median === null
      ? []
      : [
          { method, measure, task: null, ...estimateCells(median), coverage: median.coverage },
          ...median.tasks.map(({ task, value }) => ({ method, measure, task, value })),
        ],
  );
}
