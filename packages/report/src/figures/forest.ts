// Horizontal rows with marks and intervals, in panels below each other: what several figures are
// made of.

import type { Estimate } from "@w2s/lab";
import { scaleLinear } from "d3-scale";
import { decimal } from "../numbers.js";
import { element, escaped, short } from "../svg.js";
import { clipped } from "../text.js";
import { drawing, heading } from "./drawing.js";

export interface ForestMark {
  readonly at: Estimate;
  /** CSS class of its colour. */
  readonly name: string;
  /** Path around 0, 0. */
  readonly path: string;
  /** Drawn as an outline. */
  readonly hollow?: boolean;
  readonly title: string;
}

export interface ForestRow {
  readonly label: string;
  readonly marks: readonly ForestMark[];
}

export interface ForestPanel {
  readonly title: string;
  /** A dashed level: chance, or no difference. */
  readonly level: number;
  readonly rows: readonly ForestRow[];
}

export interface ForestLegend {
  readonly label: string;
  readonly name: string;
  readonly path: string;
  readonly hollow?: boolean;
}

const rowHeight = 20;
/** Room for a panel's title above its rows, and its axis below. */
const [above, below] = [34, 26];

/** The whole figure as SVG: heading, legend, panels. */
export function forestSvg(
  title: string,
  legend: readonly ForestLegend[],
  panels: readonly ForestPanel[],
  css: string,
  width: number,
): string {
  const labels = Math.min(360, Math.round(width * 0.42));
  const key = legendSvg(legend, width);
  let top = 30 + key.height;
  const drawn = panels.map((panel) => {
    const at = top;
    top += above + rowHeight * panel.rows.length + below;
    return panelSvg(panel, at, labels, width);
  });
  return drawing({ width, height: top, title, css }, heading(title), key.svg, ...drawn);
}

function legendSvg(legend: readonly ForestLegend[], width: number) {
  let [x, y] = [18, 44];
  const entries = legend.map(({ label, name, path, hollow }) => {
    const needed = 30 + 6.4 * label.length;
    if (x + needed > width && x > 18) [x, y] = [18, y + 20];
    const at = `translate(${short(x)},${short(y)})`;
    x += needed;
    return element(
      "g",
      { transform: at },
      markSvg(path, name, hollow),
      element("text", { x: 12, y: 4, "font-size": 12, class: "ink" }, escaped(label)),
    );
  });
  return { svg: entries.join(""), height: y - 16 };
}

function markSvg(d: string, name: string, hollow = false, transform?: string): string {
  const style = hollow ? "fill:none;stroke-width:1.6" : "stroke:none";
  return element("path", { d, class: name, transform, style });
}

function panelSvg(
  { title, level, rows }: ForestPanel,
  top: number,
  labels: number,
  width: number,
): string {
  const values = rows.flatMap(({ marks }) =>
    marks.flatMap(({ at }) => [at.value, at.low, at.high]),
  );
  const [low, high] = [Math.min(level, ...values), Math.max(level, ...values)];
  const pad = Math.max(0.02 * (high - low), 0.004);
  const scale = scaleLinear([low - pad, high + pad], [labels + 14, width - 18]);
  const first = top + above;
  const bottom = first + rowHeight * rows.length;
  const upright = (x: number, name: string, dash?: string) =>
    element("line", {
      x1: x,
      x2: x,
      y1: first - 8,
      y2: bottom,
      class: name,
      "stroke-dasharray": dash,
    });
  const ticks = scale.ticks(5);
  const decimals = Math.max(1, Math.ceil(-Math.log10((ticks[1] ?? 1) - (ticks[0] ?? 0)) - 1e-9));
  return element(
    "g",
    { class: "panel" },
    element(
      "text",
      { x: 12, y: top + 18, "font-size": 12.5, "font-weight": 600, class: "ink" },
      escaped(clipped(title, Math.floor(width / 7))),
    ),
    ...ticks.map((tick) => upright(scale(tick), "grid")),
    upright(scale(level), "chance", "6 4"),
    ...ticks.map((tick) =>
      element(
        "text",
        { x: scale(tick), y: bottom + 14, "font-size": 11, "text-anchor": "middle", class: "soft" },
        decimal(tick, decimals),
      ),
    ),
    ...rows.map((row, i) => rowSvg(row, first + rowHeight * i + 4, labels, scale)),
  );
}

function rowSvg(
  { label, marks }: ForestRow,
  y: number,
  labels: number,
  x: (value: number) => number,
): string {
  return element(
    "g",
    {},
    element(
      "text",
      { x: 12, y: y + 4, "font-size": 11.5, class: "ink" },
      element("title", {}, escaped(label)),
      escaped(clipped(label, Math.floor((labels - 12) / 6.3))),
    ),
    ...marks.map(({ at, name, path, hollow, title }) =>
      element(
        "g",
        {},
        element("title", {}, escaped(title)),
        element("line", {
          x1: x(at.low),
          x2: x(at.high),
          y1: y,
          y2: y,
          class: name,
          "stroke-width": 1.2,
          opacity: 0.55,
        }),
        markSvg(path, name, hollow, `translate(${short(x(at.value))},${short(y)})`),
      ),
    ),
  );
}
