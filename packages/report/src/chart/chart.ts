// A chart as SVG: its heading, its legend and its panels in rows.

import type { DrawnFigure, FigureRow } from "@w2s/lab";
import { drawing, heading } from "../figures/drawing.js";
import { boxAt, gridOf, panelsBeside } from "../figures/layout.js";
import { paletteCss } from "../figures/palette.js";
import { estimateCells } from "../numbers.js";
import { roomBelow, xAxis, yAxis } from "./axis.js";
import { type Chart, type ChartPanel, estimateOf } from "./data.js";
import { type LegendEntry, legendSvg } from "./legend.js";
import { panelSvg } from "./panel.js";

/**
 * Draws a chart in its own colours, light and dark. Names take colours from the weakest (first) to
 * the strongest (last) in the order in which they are met; marks tell them apart as well. The same
 * chart gives the same text.
 * @param width pixels across
 * @returns null without a point to draw; its rows: panel, detail, series, x, value, low, high
 */
export function drawChart(chart: Chart, width: number): DrawnFigure | null {
  const panels = chart.panels.filter(({ series }) => series.some(({ points }) => points.length));
  if (panels.length === 0) return null;
  const names = namesOf(panels).filter((name) => name !== chart.ink);
  const fit = Math.min(panelsBeside(width), chart.columns ?? panels.length, panels.length);
  const grid = gridOf(fit, width);
  const head = heading(chart.title, width);
  const entries = [...legendNames(panels, names, chart.ink), ...legendLevels(panels)];
  const key = legendSvg(entries, width, head.height + 16);
  const scales = scalesOf(chart, panels);
  const widest = boxAt([0, 0], grid.cell, 0);
  const below = Math.max(...scales.map(({ x }) => roomBelow(x(widest))));
  const cell = { ...grid.cell, height: grid.cell.height + below };
  const height = key.height + Math.ceil(panels.length / fit) * cell.height;
  const svg = drawing(
    { width, height, title: chart.title, css: paletteCss(Math.max(1, names.length)) },
    head.svg,
    key.svg,
    ...panels.map((panel, i) => {
      const place = boxAt([i % fit, Math.floor(i / fit)], cell, key.height);
      const box = { ...place, height: place.height - below };
      const [x, y] = [scales[i]!.x(box), scales[i]!.y(box)];
      const across = panel.across ?? chart.x.title;
      return panelSvg(panel, box, { panels, x, y, names, across, upwards: chart.y.title, below });
    }),
  );
  return { svg, rows: panels.flatMap(rowsOf) };
}

/** Each panel's axes for its box: one pair for all of them, or its own. */
function scalesOf({ x, y, axes }: Chart, panels: readonly ChartPanel[]) {
  const over = (shown: readonly ChartPanel[]) => ({ x: xAxis(x, shown), y: yAxis(y, shown) });
  if (axes === "own") return panels.map((panel) => over([panel]));
  const shared = over(panels);
  return panels.map(() => shared);
}

function namesOf(panels: readonly ChartPanel[]): string[] {
  return [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))];
}

/** With ranks, 0 the first; the one in ink has none. Lines without marks show their dashes. */
function legendNames(panels: readonly ChartPanel[], names: readonly string[], ink?: string) {
  const series = panels.flatMap((panel) => panel.series);
  return namesOf(panels).map((name): LegendEntry => {
    const ways = new Set(series.filter((one) => one.name === name).map(({ as }) => as));
    const [only] = ways;
    const isLine = ways.size === 1 && (only === "rule" || only === "dashes");
    return { name, rank: name === ink ? null : names.indexOf(name), as: isLine ? only : "mark" };
  });
}

/** What the dashed levels are, and the dotted ones in their series' colours. */
function legendLevels(panels: readonly ChartPanel[]): LegendEntry[] {
  const levels = panels.flatMap((panel) => panel.levels ?? []);
  return (["level", "dotted level"] as const).flatMap((as) => {
    const own = levels.filter(({ of }) => (of === undefined) === (as === "level"));
    const name = [...new Set(own.map(({ title }) => title))].join(", ");
    return name === "" ? [] : [{ name, rank: null, as }];
  });
}

function rowsOf({ title, detail, series }: ChartPanel): FigureRow[] {
  return series.flatMap(({ name, points }) =>
    points.map(({ x, y }) => ({
      panel: title,
      detail: detail ?? "",
      series: name,
      x,
      ...estimateCells(estimateOf(y)),
    })),
  );
}
