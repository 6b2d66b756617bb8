// The figure of training: what selection could see of each student (agreement with its labels on
// validation), and what it could not (accuracy on test, agreement with the supervisor there).
// Source: Burns et al. 2023, figure 26.

import { type Curve, type Figure, type FigureRow, mean, type Outcome } from "@w2s/lab";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { spreadOverTasks } from "../groups.js";
import { decimal } from "../numbers.js";
import { element } from "../svg.js";
import { drawing, fittedApart, heading, text, textWidth } from "./drawing.js";
import { type Box, boxAt, type Grid, gridOf, panelsBeside } from "./layout.js";
import { roleCss } from "./role-marks.js";
import { linePath } from "./shapes.js";

/** Panels that are drawn; the data has them all. */
const mostPanels = 12;
/** Of each further line of a panel's title. */
const lineHeight = 14;

/** Pixels of a title's letters. */
const titleSize = 11.5;

/** What is drawn of each evaluation. */
const series = [
  { key: "testAccuracy", label: "accuracy on test", name: "r-student", dash: undefined },
  { key: "testAgreement", label: "agreement on test", name: "r-arm", dash: "5 3" },
  { key: "agreement", label: "agreement on validation", name: "r-weak", dash: "2 3" },
] as const;
/** How a line of one evaluation is drawn, which has no length. */
const dot = { "stroke-width": 6, "stroke-linecap": "round" } as const;
type Key = (typeof series)[number]["key"];

export const curvesFigure: Figure = {
  name: "curves",
  doc:
    "Each panel is one student during training, mean over seeds: agreement with its labels on " +
    "validation, by which the weights are chosen, and accuracy and agreement with its supervisor " +
    "on test, which were measured afterwards and chose nothing. Ticks below mark the steps whose " +
    "weights were kept. The data has the curves of every fit: of supervisors, ceilings, taught " +
    "arms and the models of a chain, too.",
  draw(outcomes, { width }) {
    const drawn = outcomes.filter((outcome) => studentCurves(outcome).length > 0);
    if (drawn.length === 0) return null;
    const shown = spreadOverTasks(drawn, mostPanels);
    const grid = gridOf(panelsBeside(width), width);
    const left = drawn.length - shown.length;
    const title = `Students while they learn${left > 0 ? `, ${left} more in the data` : ""}`;
    const head = heading(title, width);
    const legend = legendSvg(width, head.height + 14);
    const rows = Math.ceil(shown.length / grid.columns);
    const titles = titlesOf(shown, boxAt([0, 0], grid.cell, 0).width);
    const below = lineHeight * (titles[0]!.length - 1);
    const height = legend.height + 4 + rows * (grid.cell.height + below);
    const svg = drawing(
      { width, height, title, css: roleCss },
      head.svg,
      legend.svg,
      ...shown.map((outcome, i) => panelSvg(outcome, titles[i]!, { i, grid, top: legend.height })),
    );
    return {
      svg,
      // There are many, and only one of a page's two drawings is asked for them.
      get rows() {
        return drawn.flatMap(rowsOf);
      },
    };
  },
};

function studentCurves({ curves }: Outcome): Curve[] {
  return curves.filter(
    ({ role, points }) =>
      role === "student" && points.some((point) => series.some(({ key }) => point[key] !== null)),
  );
}

function legendSvg(width: number, top: number): { svg: string; height: number } {
  let [x, y] = [18, top];
  const entries = series.map(({ label, name, dash }) => {
    const needed = 46 + textWidth(label, 12);
    if (x + needed > width && x > 18) [x, y] = [18, y + 20];
    const from = x;
    x += needed;
    const line = { x1: from, x2: from + 22, y1: y, y2: y, class: name };
    return (
      element("line", { ...line, "stroke-width": 2, "stroke-dasharray": dash }) +
      text(from + 28, y + 4, "ink", label, { "font-size": 12 })
    );
  });
  return { svg: entries.join(""), height: y + 18 };
}

/**
 * The mean over seeds at the steps that all of them have: a mean over other seeds at every step
 * would jump. Where they share none, at every step.
 */
export function meanCurve(curves: readonly Curve[], key: Key): [step: number, value: number][] {
  const values = new Map<number, number[]>();
  const having = curves.filter(({ points }) => points.some((point) => point[key] !== null));
  for (const point of having.flatMap(({ points }) => points)) {
    const value = point[key];
    if (value !== null) values.set(point.step, [...(values.get(point.step) ?? []), value]);
  }
  const all = [...values].sort(([one], [other]) => one - other);
  const shared = all.filter(([, found]) => found.length === having.length);
  return (shared.length > 1 ? shared : all).map(([step, found]) => [step, mean(found)]);
}

interface Place {
  readonly i: number;
  readonly grid: Grid;
  readonly top: number;
}

function panelSvg(outcome: Outcome, title: readonly string[], { i, grid, top }: Place): string {
  const { columns, cell } = grid;
  const above = lineHeight * (title.length - 1);
  const curves = studentCurves(outcome);
  const row = Math.floor(i / columns);
  const box = boxAt([i % columns, row], cell, top + above * (row + 1));
  const lines = series.map((one) => ({ ...one, points: meanCurve(curves, one.key) }));
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const last = Math.max(...curves.flatMap(({ points }) => points.map(({ step }) => step)));
  const bottom = box.top + box.height;
  const x = scaleLinear([0, last], [box.left, box.left + box.width]);
  const y = scaleLinear([low - 0.01, Math.min(1.005, high + 0.01)], [bottom, box.top]);
  return element(
    "g",
    { class: "panel" },
    ...title.map((line, at) =>
      text(box.left, box.top - 12 - above + lineHeight * at, "ink", line, {
        "font-size": titleSize,
        "font-weight": at === 0 ? 600 : undefined,
      }),
    ),
    ...levelsSvg(y, box),
    ...lines.map(({ points, name, dash }) =>
      element("path", {
        d: linePath(points.map(([step, value]) => [x(step), y(value)])),
        class: name,
        ...(points.length === 1 ? dot : { "stroke-width": 2, "stroke-dasharray": dash }),
        style: "fill:none",
      }),
    ),
    ...curves.map(({ chosenStep }) => (chosenStep === null ? "" : keptSvg(x(chosenStep), bottom))),
    text(box.left, bottom + 16, "soft", "0"),
    text(box.left + box.width, bottom + 16, "soft", `step ${last}`, { "text-anchor": "end" }),
  );
}

/** Lines across a panel at round values, and these values beside it. */
function levelsSvg(y: ScaleLinear<number, number>, { left, width }: Box): string[] {
  const ticks = y.ticks(4).filter((tick) => tick <= 1);
  const decimals = Math.max(1, Math.ceil(-Math.log10((ticks[1] ?? 1) - (ticks[0] ?? 0)) - 1e-9));
  return ticks.flatMap((tick) => {
    const line = { x1: left, x2: left + width, y1: y(tick), y2: y(tick), class: "grid" };
    const value = decimal(tick, decimals);
    return [
      element("line", line),
      text(left - 6, y(tick) + 4, "soft", value, { "text-anchor": "end" }),
    ];
  });
}

/** A tick at a step whose weights were kept. */
function keptSvg(x: number, bottom: number): string {
  const line = { x1: x, x2: x, y1: bottom, y2: bottom - 7, class: "ceiling", "stroke-width": 1.5 };
  return element("line", line);
}

/**
 * Each panel's title: the task and how it is taught, who learns, and of whom; the last two on one
 * line where all have room. A name that is cut keeps what tells it from the others.
 */
function titlesOf(outcomes: readonly Outcome[], width: number): string[][] {
  const ways = outcomes.map(
    ({ task, method, labels }) => `${task}: ${method}${labels === "hard" ? ", hard labels" : ""}`,
  );
  const students = outcomes.map(({ student }) => student);
  const supervisors = outcomes.map(({ supervisor }) => `by ${supervisor}`);
  const pairs = students.map((student, i) => `${student} ${supervisors[i]}`);
  const isShort = pairs.every((pair) => textWidth(pair, titleSize) <= width);
  const lines = (isShort ? [ways, pairs] : [ways, students, supervisors]).map((line) =>
    fittedApart(line, width, titleSize),
  );
  return outcomes.map((_, i) => lines.map((line) => line[i]!));
}

function rowsOf(outcome: Outcome): FigureRow[] {
  const { task, supervisor, student, method, labels } = outcome;
  return outcome.curves.flatMap(({ role, link, seed, points, chosenStep }) =>
    points.map((point) => ({
      task,
      supervisor,
      student,
      method,
      labels,
      role,
      link: link ?? "",
      seed,
      step: point.step,
      loss: point.loss,
      agreement: point.agreement,
      test_accuracy: point.testAccuracy,
      test_agreement: point.testAgreement,
      chosen: point.step === chosenStep ? 1 : 0,
    })),
  );
}
