// One pair of a chart's axes, with what stands between them.

import { fitted, fittedBeside, text, textWidth } from "../figures/drawing.js";
import type { Box } from "../figures/layout.js";
import { linePath, markPath } from "../figures/shapes.js";
import { decimal } from "../numbers.js";
import { element, escaped, short } from "../svg.js";
import { type AcrossScale, smallest, type UpwardsScale } from "./axis.js";
import { dashesOf } from "./dashes.js";
import { type ChartPanel, type ChartSeries, estimateOf } from "./data.js";

/** What panels share. */
export interface PanelAxes {
  /** All of the chart's, from which a title that is cut must be told. */
  readonly panels: readonly ChartPanel[];
  readonly x: AcrossScale;
  readonly y: UpwardsScale;
  /** Names in colour, in the order of their ranks. */
  readonly names: readonly string[];
  /** What the axis below counts, and the one beside. */
  readonly across: string;
  readonly upwards: string;
  /** Pixels that upright names take below the axis. */
  readonly below: number;
}

export function panelSvg(panel: ChartPanel, box: Box, axes: PanelAxes): string {
  const { series, levels = [] } = panel;
  const { y, names } = axes;
  const own = [...new Set(series.map(({ name }) => name))];
  // Along lines, names stand a little beside each other, so that their intervals can be told apart.
  const hasLines = series.some(({ as = "line" }) => as === "line");
  const beside = hasLines ? Math.min(5, 20 / own.length) : 0;
  return element(
    "g",
    { class: "panel" },
    titleSvg(panel, axes.panels, box),
    axesSvg(box, axes),
    ...levels.map(({ y: at, title, of }) =>
      element(
        "line",
        {
          x1: box.left,
          x2: box.left + box.width,
          y1: y.at(at),
          y2: y.at(at),
          class: of === undefined ? "chance" : classOf(of, names),
          "stroke-dasharray": dashesOf[of === undefined ? "level" : "dotted level"],
          "stroke-width": of === undefined ? undefined : 1.5,
        },
        element("title", {}, escaped(title)),
      ),
    ),
    ...series.map((one) => seriesSvg(one, own, beside, axes)),
  );
}

const classOf = (name: string, names: readonly string[]): string =>
  names.includes(name) ? `s${names.indexOf(name)}` : "ceiling";

function titleSvg(
  { title, detail = "" }: ChartPanel,
  panels: readonly ChartPanel[],
  { left, top, width }: Box,
): string {
  const titles = panels.map((panel) => panel.title);
  const name = fittedBeside(titles, width, 12.5)(title);
  const room = width - textWidth(name, 13) - 6;
  const details = panels.map((panel) => panel.detail ?? "");
  return element(
    "text",
    { x: left, y: top - 12, "font-size": 12.5, class: "ink" },
    element("tspan", { "font-weight": 600 }, escaped(name)),
    ...(detail === "" || room < 30
      ? []
      : [
          element(
            "tspan",
            { class: "soft", dx: 6 },
            escaped(fittedBeside(details, room, 12.5)(detail)),
          ),
        ]),
  );
}

function axesSvg({ left, top, width, height }: Box, axes: PanelAxes): string {
  const { x, y, across, upwards, below } = axes;
  const bottom = top + height;
  const middle = { "text-anchor": "middle" };
  const aside = [left - 35, top + height / 2] as const;
  const turned = { ...middle, transform: `rotate(-90 ${aside.map(short).join(" ")})` };
  return [
    ...y.ticks.flatMap(({ at, label }) => [
      element("line", { x1: left, x2: left + width, y1: at, y2: at, class: "grid" }),
      text(left - 6, at + 4, "soft", label, { "text-anchor": "end" }),
    ]),
    ...x.ticks.flatMap(({ at, label }) => [
      element("line", { x1: at, x2: at, y1: bottom, y2: bottom + 4, class: "chance" }),
      ...(x.turned
        ? [text(at + 4, bottom + 8, "soft", label, upright(at + 4, bottom + 8, x.step))]
        : label.split("\n").map((line, i) => text(at, bottom + 16 + 12 * i, "soft", line, middle))),
    ]),
    text(left + width / 2, bottom + 42 + below, "soft", fitted(across, width, 11), middle),
    text(...aside, "soft", fitted(upwards, height, 11), turned),
  ].join("");
}

/** Names that are nearer to each other than their height are smaller. */
const upright = (px: number, py: number, step: number) => ({
  "text-anchor": "end",
  "font-size": Math.min(11, Math.max(smallest, step)),
  transform: `rotate(-90 ${short(px)} ${short(py)})`,
});

function seriesSvg(
  one: ChartSeries,
  own: readonly string[],
  beside: number,
  axes: PanelAxes,
): string {
  const { x, y, names } = axes;
  const { name, points, as = "line" } = one;
  const colour = classOf(name, names);
  const isJoined = as === "line" || as === "rule" || as === "dashes";
  const hasMarks = as !== "rule" && as !== "dashes";
  // So do bars and marks at names; single marks elsewhere stand where they are.
  const atNames = Math.min(22, (0.8 * x.step) / own.length);
  const each = isJoined ? beside : x.step > 0 ? atNames : 0;
  const aside = each * (own.indexOf(name) - (own.length - 1) / 2);
  const places = points.map(({ x: at, y: value, title }): MarkPlace => {
    const estimate = estimateOf(value);
    const said = title ?? `${name}, ${placeText(at)}: ${shown(estimate)}`;
    return { px: x.at(at) + aside, py: y.at(estimate.value), estimate, title: said };
  });
  const look = { name, colour, isBar: as === "bars", isAlone: own.length === 1, width: each - 3 };
  return element(
    "g",
    { class: colour },
    ...(isJoined && points.length > 1 ? [lineSvg(places, colour, as)] : []),
    ...(hasMarks ? places : []).map((place) => markSvg(place, look, axes)),
  );
}

/** Where a mark stands, in pixels, and what it says. */
interface MarkPlace {
  readonly px: number;
  readonly py: number;
  readonly estimate: ReturnType<typeof estimateOf>;
  readonly title: string;
}

/** How all marks of a series look. */
interface MarkLook {
  readonly name: string;
  readonly colour: string;
  readonly isBar: boolean;
  /** Whether there is no other series beside it. */
  readonly isAlone: boolean;
  /** Pixels that a bar may take across. */
  readonly width: number;
}

/** A mark with its interval, and an arrow where its value lies beyond the axis. */
function markSvg({ px, py, estimate, title }: MarkPlace, look: MarkLook, axes: PanelAxes): string {
  const { name, colour, isBar, isAlone } = look;
  const { y, names } = axes;
  const rank = Math.max(0, names.indexOf(name));
  const zero = y.at(0);
  const symbol = (size: number, at: number) =>
    element("path", {
      d: markPath(rank, size),
      transform: `translate(${short(px)},${short(at)})`,
      class: colour,
      stroke: "none",
    });
  return element(
    "g",
    {},
    element("title", {}, escaped(title)),
    isBar ? barSvg(px, [py, zero], look) : symbol(names.includes(name) ? 4 : 3.2, py),
    whisker(px, y.at(estimate.low), y.at(estimate.high), isBar ? "ceiling" : colour),
    // A bar's mark stands at its foot: names are not told apart by colour alone.
    isBar && !isAlone ? symbol(2.8, zero + (py > zero ? -6 : 6)) : "",
    arrow(px, py, y.beyond(estimate.value)),
  );
}

function barSvg(px: number, [py, zero]: readonly [number, number], look: MarkLook): string {
  const width = Math.max(3, look.width);
  return element("rect", {
    x: px - width / 2,
    y: Math.min(py, zero),
    width,
    height: Math.max(0.5, Math.abs(zero - py)),
    class: look.colour,
    opacity: 0.75,
  });
}

const placeText = (x: number | string): string =>
  typeof x === "number" ? String(Number(x.toPrecision(4))) : x;

const shown = ({ value, low, high }: { value: number; low: number; high: number }): string =>
  low === high
    ? decimal(value, 3)
    : `${decimal(value, 3)} [${decimal(low, 3)}, ${decimal(high, 3)}]`;

function lineSvg(
  at: readonly { px: number; py: number }[],
  colour: string,
  as: ChartSeries["as"],
): string {
  const d = linePath(at.map(({ px, py }) => [px, py]));
  const dash = as === "dashes" ? dashesOf.dashes : undefined;
  const line = { "stroke-width": 2, "stroke-dasharray": dash, style: "fill:none" };
  return element("path", { d, class: colour, ...line });
}

/** At the panel's edge, where the value lies beyond it. */
function arrow(px: number, py: number, beyond: number): string {
  if (beyond === 0) return "";
  const foot = [px - 4, py] as const;
  const d = linePath([foot, [px + 4, py], [px, py + (beyond > 0 ? -6 : 6)], foot]);
  return element("path", { d, class: "ceiling" });
}

function whisker(px: number, low: number, high: number, colour: string): string {
  if (low === high) return "";
  return element("path", {
    d: linePath([
      [px, low],
      [px, high],
    ]),
    class: colour,
    "stroke-width": 1.3,
  });
}
