// The figure of sensitivity: what becomes of PGR and of the student's score when one setting of the
// study is another. A tornado: the settings that matter most first.

import { type Estimate, type Figure, type FigureRow, mean, type Outcome } from "@w2s/lab";
import { signed } from "../explained.js";
import { estimateOverTasks } from "../medians.js";
import { decimal, estimateCells } from "../numbers.js";
import { type ForestPanel, type ForestRow, forestSvg } from "./forest.js";
import { leastBeside } from "./layout.js";
import { roleCss } from "./role-marks.js";
import { markPath } from "./shapes.js";

/** More rows than this of one panel are left to the data, on a large page and on a small one. */
const [mostRows, mostNarrow] = [24, 12];

const over = { label: "over cells and tasks", name: "ceiling", path: markPath(3, 5) };
const each = { label: "one cell", name: "r-student", path: markPath(0, 3.6), hollow: true };

const measures = [
  { key: "score", title: "student's score, changed" },
  { key: "pgr", title: "PGR, changed" },
] as const;
type MeasureKey = (typeof measures)[number]["key"];

/** What one setting changes of one cell. */
interface Change {
  readonly outcome: Outcome;
  readonly at: Estimate;
}

/** What one setting changes of all cells of a method. */
interface Swing {
  readonly name: string;
  readonly changes: readonly Change[];
  /** Over tasks, each the mean of its cells; of one cell alone, its own interval. */
  readonly over: Estimate;
}

export const sensitivityFigure: Figure = {
  name: "sensitivity",
  doc:
    "What becomes of each method's students when one setting takes another value and all else " +
    "stays, the largest changes first. Circles are cells: the student's change of score, " +
    "paired, with its 95% interval, and the change of PGR where it is defined with both values. " +
    "The diamond is the mean over tasks, with the interval of Student's t by their spread where " +
    "there are three.",
  draw(outcomes, { width }) {
    const methods = [...new Set(outcomes.map(({ method }) => method))];
    const all = methods.flatMap((method) =>
      measures.map(({ key, title }) => {
        const own = outcomes.filter((outcome) => outcome.method === method);
        return { method, key, title: `${method}: ${title}`, swings: swingsOf(own, key) };
      }),
    );
    const shown = all.filter(({ swings }) => swings.length > 0);
    if (shown.length === 0) return null;
    const most = width < leastBeside ? mostNarrow : mostRows;
    const panels = shown.map(({ title, swings }) => panelOf(title, swings, most));
    return {
      svg: forestSvg("One setting at a time", [over, each], panels, roleCss, width),
      rows: shown.flatMap(({ method, key, swings }) =>
        swings.flatMap((swing) => rowsOf(method, key, swing)),
      ),
    };
  },
};

/** The largest change first. */
function swingsOf(outcomes: readonly Outcome[], key: MeasureKey): Swing[] {
  const names = new Set(outcomes.flatMap(({ varied }) => varied.map(nameOf)));
  return [...names]
    .flatMap((name) => {
      const changes = outcomes.flatMap((outcome) => changeOf(outcome, name, key));
      // A setting that these students do not have changes nothing at all.
      return changes.every(({ at }) => at.value === 0 && at.low === at.high)
        ? []
        : [{ name, changes, over: overAll(changes) }];
    })
    .sort((a, b) => Math.abs(b.over.value) - Math.abs(a.over.value));
}

const nameOf = ({ setting, value }: Outcome["varied"][number]): string => `${setting} ${value}`;

function changeOf(outcome: Outcome, name: string, key: MeasureKey): Change[] {
  const found = outcome.varied.find((one) => nameOf(one) === name);
  if (found === undefined) return [];
  if (key === "score") return [{ outcome, at: found.difference }];
  const [own, other] = [outcome.pgr, found.pgr];
  if (!own.defined || !other.defined) return [];
  // Two PGRs of one test are not independent; without their draws a difference has no interval.
  const value = other.value - own.value;
  return [{ outcome, at: { value, low: value, high: value } }];
}

function overAll(changes: readonly Change[]): Estimate {
  const [first, ...others] = changes;
  if (others.length === 0) return first!.at;
  const tasks = [...new Set(changes.map(({ outcome }) => outcome.task))].map((task) =>
    mean(changes.filter(({ outcome }) => outcome.task === task).map(({ at }) => at.value)),
  );
  return estimateOverTasks(tasks);
}

function panelOf(title: string, swings: readonly Swing[], most: number): ForestPanel {
  const left = swings.length - most;
  return {
    title,
    more: left > 0 ? `${left} more in the data` : "",
    level: 0,
    rows: swings.slice(0, most).map(forestRow),
  };
}

function forestRow({ name, changes, over: middle }: Swing): ForestRow {
  const { label: _, ...diamond } = over;
  const { label: __, ...circle } = each;
  const cells = changes.map(({ outcome: { task, student, supervisor }, at }) => ({
    ...circle,
    at,
    title: `${task}, ${student} by ${supervisor}: ${decimal(at.value, 3)}`,
  }));
  const all = changes.length > 1 ? [{ ...diamond, at: middle, title: signed(middle) }] : [];
  return { label: name, marks: [...cells, ...all] };
}

function rowsOf(method: string, measure: MeasureKey, { name, changes, over: all }: Swing) {
  const cells = changes.map(({ outcome, at }): FigureRow => {
    const { task, supervisor, student, labels } = outcome;
    return {
      method,
      measure,
      setting: name,
      task,
      supervisor,
      student,
      labels,
      ...estimateCells(at),
    };
  });
  const whole = { task: null, supervisor: null, student: null, labels: null };
  return [...cells, { method, measure, setting: name, ...whole, ...estimateCells(all) }];
}
