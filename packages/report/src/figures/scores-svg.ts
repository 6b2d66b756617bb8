// The figure: test score against student compute, a line for each supervisor coloured by its
// strength, the ceiling in black, 95% intervals, supervisors' own scores and chance. Source: Burns
// et al. 2023, figure 23.

import type { Estimate } from "@w2s/lab";
import { pgrText, scoreWithSpread } from "../numbers.js";
import { element, escaped, short } from "../svg.js";
import { drawing, fittedBeside, text, textWidth } from "./drawing.js";
import { type Box, boxAt, scoreGrid } from "./layout.js";
import { legendOf } from "./legend.js";
import { paletteCss } from "./palette.js";
import type { Line, Panel, Panels, Point } from "./panels.js";
import { type PlaceScale, placeScale, type ScoreScale, scoreDomain, scoreScale } from "./scales.js";
import { linePath, markPath, type Place } from "./shapes.js";
import type { SizeAxis } from "./sizes.js";

/**
 * The panels as an SVG document: its own colours, light and dark, no font, script or address of
 * anything else. Equal panels give equal text. Without panels it says so.
 * @param width pixels across
 * @param left what the heading says of those that were left out
 */
export function panelsSvg(drawn: Panels, width: number, left = ""): string {
  const { cell, places } = scoreGrid(drawn, width);
  const rows = 1 + Math.max(0, ...places.map(([, row]) => row));
  const metric = drawn.panels.every((panel) => panel.metric === "auroc") ? "AUROC" : "accuracy";
  const title = `Test ${metric} against ${drawn.axis.title}`;
  const legend = legendOf(`${title}${left}`, drawn.supervisors, width);
  const height = legend.height + (drawn.panels.length === 0 ? 40 : rows * cell.height);
  const css = paletteCss(drawn.supervisors.length);
  return drawing(
    { width, height, title, description: description(drawn), css },
    ...(drawn.panels.length === 0
      ? [text(16, 24, "soft", "no outcomes", { "font-size": 13 })]
      : [legend.svg]),
    ...drawn.panels.map((panel, i) =>
      panelSvg(panel, boxAt(places[i]!, cell, legend.height), drawn),
    ),
  );
}

function description({ panels, supervisors }: Panels): string {
  const where = [...new Set(panels.map(({ task }) => task))].join(", ");
  return (
    `${panels.length} panels (${where}); a line for each of ${supervisors.length} ` +
    "supervisors, the ceiling in black, 95% intervals."
  );
}

function panelSvg(panel: Panel, box: Box, { axis, panels }: Panels): string {
  const sameTask = panels.filter(({ task }) => task === panel.task);
  const scores = scoreScale(scoreDomain(sameTask), box);
  const places = placeScale(axis, box);
  return element(
    "g",
    { class: "panel" },
    titleOf(panel, panels, box),
    axes(panel, box, scores, places, axis),
    ...panel.lines.map((line) => weakLevel(line, box, scores)),
    curve("ceiling", "ceiling", panel.ceiling, 0, scores, places, 0),
    ...panel.lines.map((line) =>
      curve(
        `s${line.rank}`,
        line.supervisor,
        line.points,
        dodge(line, panel),
        scores,
        places,
        line.rank,
      ),
    ),
  );
}

/** Lines stand a little beside each other, so that their intervals can be told apart. */
function dodge(line: Line, { lines }: Panel): number {
  const each = Math.min(5, 24 / lines.length);
  const besideCeiling = lines.length % 2 === 1 ? each / 2 : 0;
  return each * (lines.indexOf(line) - (lines.length - 1) / 2) + besideCeiling;
}

function titleOf(
  { task, series }: Panel,
  panels: readonly Panel[],
  { left, top, width }: Box,
): string {
  const tasks = panels.map((panel) => panel.task);
  const name = fittedBeside(tasks, width * 0.6, 12.5)(task);
  const all = panels.map((panel) => panel.series);
  const rest = fittedBeside(all, width - textWidth(name, 13) - 6, 12.5)(series);
  return element(
    "text",
    { x: left, y: top - 12, "font-size": 12.5, class: "ink" },
    element("tspan", { "font-weight": 600 }, escaped(name)),
    element("tspan", { class: "soft", dx: 6 }, escaped(rest)),
  );
}

function axes(
  { chance }: Panel,
  box: Box,
  { y, ticks }: ScoreScale,
  places: PlaceScale,
  axis: SizeAxis,
): string {
  const { left, top, width, height } = box;
  const bottom = top + height;
  const rule = (at: number, name: string, dash?: string) =>
    element("line", {
      x1: left,
      x2: left + width,
      y1: at,
      y2: at,
      class: name,
      "stroke-dasharray": dash,
    });
  const withinReach = y(chance) <= bottom && y(chance) >= top;
  return [
    ...ticks.map(({ at }) => rule(at, "grid")),
    ...ticks.map(({ at, label }) =>
      text(left - 6, at + 4, "soft", label, { "text-anchor": "end" }),
    ),
    ...(withinReach ? [rule(y(chance), "chance", "6 4")] : []),
    ...places.ticks.map(({ at }) =>
      element("line", { x1: at, x2: at, y1: bottom, y2: bottom + 4, class: "chance" }),
    ),
    ...places.ticks.map(({ at, label }) =>
      text(at, bottom + 17, "soft", label, { "text-anchor": "middle" }),
    ),
    text(left + width / 2, bottom + 34, "soft", axis.title, { "text-anchor": "middle" }),
  ].join("");
}

/** The supervisor's own score, which its students would keep if they only imitated it. */
function weakLevel(
  { rank, weak, supervisor }: Line,
  { left, width }: Box,
  { y }: ScoreScale,
): string {
  return element(
    "line",
    {
      x1: left,
      x2: left + width,
      y1: y(weak.value),
      y2: y(weak.value),
      class: `s${rank} weak`,
      "stroke-dasharray": "1 4",
      "stroke-width": 1.5,
    },
    element("title", {}, escaped(`${supervisor} itself: ${scoreWithSpread(weak)}`)),
  );
}

function curve(
  name: string,
  label: string,
  points: readonly Point[],
  aside: number,
  { y }: ScoreScale,
  { x }: PlaceScale,
  rank: number,
): string {
  const at = points.map((point) => [x(point.place) + aside, y(point.score.value)] as const);
  return element(
    "g",
    { class: name === "ceiling" ? name : `${name} student` },
    ...(points.length > 1
      ? [element("path", { d: linePath(at), class: name, "stroke-width": 2, style: "fill:none" })]
      : []),
    ...points.map((point, i) => {
      const [px, py] = at[i]!;
      return element(
        "g",
        {},
        element(
          "title",
          {},
          escaped(name === "ceiling" ? ceilingTitle(point) : pointTitle(label, point)),
        ),
        interval(point.score, px, y, name),
        element("path", {
          d: markPath(name === "ceiling" ? 0 : rank, name === "ceiling" ? 3.2 : 4),
          transform: `translate(${short(px)},${short(py)})`,
          class: name,
          stroke: "none",
        }),
      );
    }),
  );
}

function interval(
  { low, high }: Estimate,
  px: number,
  y: (score: number) => number,
  name: string,
): string {
  const stem: Place[] = [
    [px, y(low)],
    [px, y(high)],
  ];
  // Caps would only blur a mark that is taller than its interval.
  const ends = y(low) - y(high) < 12 ? [] : [y(high), y(low)];
  const caps = ends.flatMap((at): (Place | null)[] => [null, [px - 3.5, at], [px + 3.5, at]]);
  return element("path", { d: linePath([...stem, ...caps]), class: name, "stroke-width": 1.3 });
}

function ceilingTitle({ place, score }: Point): string {
  return `${place.student} on ground truth (ceiling): ${scoreWithSpread(score)}`;
}

function pointTitle(supervisor: string, { place, score, outcome: { pgr } }: Point): string {
  const recovered = pgr.defined ? `PGR ${pgrText(pgr)}` : `PGR undefined, ${pgr.reason}`;
  return `${place.student} taught by ${supervisor}: ${scoreWithSpread(score)}, ${recovered}`;
}
