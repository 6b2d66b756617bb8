// Horizontal rows with marks and intervals, in panels below each other: what several figures are
// made of.

import type { Estimate } from "@w2s/lab";
import { scaleLinear } from "d3-scale";
import { decimal } from "../numbers.js";
import { element, escaped, short } from "../svg.js";
import { drawing, fittedApart, heading, textWidth } from "./drawing.js";
import { leastBeside } from "./layout.js";

/** A value with its interval, and how it is marked. */
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

/** A label with the marks that stand beside it. */
export interface ForestRow {
  readonly label: string;
  readonly marks: readonly ForestMark[];
}

/** Rows on one axis. */
export interface ForestPanel {
  readonly title: string;
  /** Said after it, smaller, and never cut: "12 more in the data". */
  readonly more?: string;
  /** A dashed level: chance, or no difference. */
  readonly level: number;
  readonly rows: readonly ForestRow[];
}

/** What one kind of mark is. */
export interface ForestLegend {
  readonly label: string;
  readonly name: string;
  readonly path: string;
  readonly hollow?: boolean;
}

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
  const isNarrow = width < leastBeside;
  const rowHeight = isNarrow ? 34 : 20;
  const names = panels.flatMap(({ rows }) => rows.map(({ label }) => textWidth(label, 11.5)));
  const labels = isNarrow ? 0 : Math.min(0.45 * width, Math.max(120, ...names) + 16);
  const head = heading(title, width);
  const key = legendSvg(legend, width, head.height + 14);
  let top = key.height;
  const aside = Math.max(0, ...panels.map(({ more = "" }) => textWidth(more, 11)));
  const titles = fittedApart(
    panels.map((panel) => panel.title),
    width - 30 - aside,
    13,
  );
  const drawn = panels.map((panel, i) => {
    const at = top;
    top += above + rowHeight * panel.rows.length + below;
    return panelSvg(panel, titles[i]!, { top: at, labels, width, rowHeight });
  });
  return drawing({ width, height: top, title, css }, head.svg, key.svg, ...drawn);
}

function legendSvg(legend: readonly ForestLegend[], width: number, top: number) {
  let [x, y] = [18, top];
  const entries = legend.map(({ label, name, path, hollow }) => {
    const needed = 32 + textWidth(label, 12);
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
  return { svg: entries.join(""), height: y + 14 };
}

function markSvg(d: string, name: string, hollow = false, transform?: string): string {
  const style = hollow ? "fill:none;stroke-width:1.6" : "stroke:none";
  return element("path", { d, class: name, transform, style });
}

interface Place {
  readonly top: number;
  /** Pixels for labels beside the marks; 0: they stand above them. */
  readonly labels: number;
  readonly width: number;
  readonly rowHeight: number;
}

function panelSvg({ more = "", level, rows }: ForestPanel, title: string, place: Place): string {
  const { top, labels, width, rowHeight } = place;
  const values = rows.flatMap(({ marks }) =>
    marks.flatMap(({ at }) => [at.value, at.low, at.high]),
  );
  const [low, high] = [Math.min(level, ...values), Math.max(level, ...values)];
  const pad = Math.max(0.02 * (high - low), 0.004);
  const scale = scaleLinear([low - pad, high + pad], [labels + 14, width - 18]);
  const first = top + above;
  const bottom = first + rowHeight * rows.length;
  // Labels above their marks would be crossed by whole lines: there they stand behind marks alone.
  const bands =
    labels > 0 ? [[first - 8, bottom] as const] : rows.map((_, i) => bandOf(first + rowHeight * i));
  const upright = (x: number, name: string, dash?: string) =>
    bands
      .map(([y1, y2]) =>
        element("line", { x1: x, x2: x, y1, y2, class: name, "stroke-dasharray": dash }),
      )
      .join("");
  const shown = fittedApart(
    rows.map(({ label }) => label),
    labels === 0 ? width - 24 : labels - 12,
    11.5,
  );
  const ticks = scale.ticks(5);
  const decimals = Math.max(1, Math.ceil(-Math.log10((ticks[1] ?? 1) - (ticks[0] ?? 0)) - 1e-9));
  return element(
    "g",
    { class: "panel" },
    titleSvg(title, more, top + 18),
    ...ticks.map((tick) => upright(scale(tick), "grid")),
    upright(scale(level), "chance", "6 4"),
    ...ticks.map((tick) =>
      element(
        "text",
        { x: scale(tick), y: bottom + 14, "font-size": 11, "text-anchor": "middle", class: "soft" },
        decimal(tick, decimals),
      ),
    ),
    ...rows.map((row, i) => rowSvg(row, shown[i]!, first + rowHeight * i + 4, place, scale)),
  );
}

function titleSvg(title: string, more: string, y: number): string {
  const aside = { class: "soft", dx: 6, "font-size": 11, "font-weight": 400 };
  return element(
    "text",
    { x: 12, y, "font-size": 12.5, "font-weight": 600, class: "ink" },
    escaped(title),
    ...(more === "" ? [] : [element("tspan", aside, escaped(more))]),
  );
}

/** What the marks of a row of a narrow figure take of it, below its label. */
const bandOf = (top: number) => [top + 14, top + 29] as const;

function rowSvg(
  { label, marks }: ForestRow,
  shown: string,
  top: number,
  { labels }: Place,
  x: (value: number) => number,
): string {
  const y = labels === 0 ? top + 16 : top;
  return element(
    "g",
    {},
    element(
      "text",
      { x: 12, y: top + 4, "font-size": 11.5, class: "ink halo" },
      element("title", {}, escaped(label)),
      escaped(shown),
    ),
    ...marks.map(({ at, name, path, hollow, title }) =>
      element(
        "g",
        {},
        element("title", {}, escaped(title)),
        ...(at.low === at.high
          ? []
          : [
              element("line", {
                x1: x(at.low),
                x2: x(at.high),
                y1: y,
                y2: y,
                class: name,
                "stroke-width": 1.2,
                opacity: 0.55,
              }),
            ]),
        markSvg(path, name, hollow, `translate(${short(x(at.value))},${short(y)})`),
      ),
    ),
  );
}
