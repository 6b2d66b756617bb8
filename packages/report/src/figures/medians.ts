// The figure of medians: what each method comes to over tasks, every task counted once.

import type { Figure, FigureRow, OverTasks } from "@w2s/lab";
import { byTask } from "../groups.js";
import { type MethodMedians, methodMedians, type TaskMedian } from "../medians.js";
import { decimal } from "../numbers.js";
import { overTasksText, tasksText } from "../over-tasks-text.js";
import { type ForestPanel, forestSvg } from "./forest.js";
import { roleCss } from "./role-marks.js";
import { markPath } from "./shapes.js";

const middle = { label: "over tasks", name: "r-student", path: markPath(3, 5) };
const each = { label: "one task", name: "r-arm", path: markPath(0, 3.4), hollow: true };

/** What is drawn, a panel each. */
const measures = [
  { key: "pgr", title: "median PGR, rows with a clear gap", decimals: 2 },
  { key: "ratio", title: "ratio of means, all rows", decimals: 2 },
  { key: "gain", title: "median gain, all rows", decimals: 3 },
] as const;
type Measure = (typeof measures)[number];

export const mediansFigure: Figure = {
  name: "medians",
  doc:
    "One row per method; every task counts once, and circles are single tasks. The median PGR, " +
    "as in the paper, is over rows with a clear gap: every second seed decides which these are, " +
    "and PGR is taken from the other seeds. The ratio of means (all gains over all gaps) and the " +
    "median gain over the supervisor are over all rows and seeds.",
  draw(outcomes, { width }) {
    const medians = methodMedians(outcomes);
    if (medians.length === 0) return null;
    const panels = measures.flatMap((measure) => panelOf(measure, medians));
    const title = byTask(outcomes).length === 1 ? "Methods" : "Methods over tasks";
    return {
      svg: forestSvg(title, [middle, each], panels, roleCss, width),
      rows: medians.flatMap((one) => measures.flatMap((measure) => rowsOf(measure, one))),
    };
  },
};

/** What a method comes to on a measure, and its tasks where each has a value of its own. */
function shownOf(
  { key }: Measure,
  one: MethodMedians,
): {
  readonly over: OverTasks;
  readonly count: number;
  readonly tasks: TaskMedian["tasks"];
} | null {
  const over = one[key];
  if (over === null) return null;
  const tasks = key === "ratio" ? [] : one[key]!.tasks;
  return { over, count: key === "ratio" ? one.gain.tasks.length : tasks.length, tasks };
}

function panelOf(measure: Measure, medians: readonly MethodMedians[]): ForestPanel[] {
  const { label: _, ...mark } = middle;
  const { label: __, ...small } = each;
  const rows = medians.flatMap((one) => {
    const shown = shownOf(measure, one);
    if (shown === null) return [];
    const { over, count, tasks } = shown;
    const { value, interval } = over;
    const circles = tasks.map(({ task, value: own }) => ({
      ...small,
      at: { value: own, low: own, high: own },
      title: `${task}: ${decimal(own, 3)}`,
    }));
    const at = { value, low: interval?.low ?? value, high: interval?.high ?? value };
    const title = overTasksText(over, count, measure);
    const label = `${one.method} (${tasksText(over, count)})`;
    return [{ label, marks: [...circles, { ...mark, at, title }] }];
  });
  return rows.length === 0 ? [] : [{ title: measure.title, level: 0, rows }];
}

function rowsOf(measure: Measure, one: MethodMedians): FigureRow[] {
  const shown = shownOf(measure, one);
  if (shown === null) return [];
  const { value, interval } = shown.over;
  const about = { method: one.method, measure: measure.key };
  return [
    {
      ...about,
      task: null,
      value,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      interval_of: interval?.of ?? null,
      coverage: interval?.coverage ?? null,
    },
    ...shown.tasks.map(({ task, value: own }) => ({ ...about, task, value: own })),
  ];
}
