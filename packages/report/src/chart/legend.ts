// A chart's legend: which mark, line and colour is which name, and what the levels are.

import { fittedApart, text, textWidth } from "../figures/drawing.js";
import { markPath } from "../figures/shapes.js";
import { element, short } from "../svg.js";
import { dashesOf, type Line } from "./dashes.js";

/** How an entry is drawn: a mark, a line of its dashes, or a level's. */
export type Swatch = "mark" | Line;

/** A name with its rank among those in colour; null: in ink. */
export interface LegendEntry {
  readonly name: string;
  readonly rank: number | null;
  readonly as: Swatch;
}

/** The legend's rows within `width` pixels, the first at `top`; one mark alone needs none. */
export function legendSvg(entries: readonly LegendEntry[], width: number, top: number) {
  if (entries.length < 2 && entries.every(({ as }) => as === "mark")) {
    return { svg: "", height: top };
  }
  let [x, y] = [18, top];
  const labels = fittedApart(
    entries.map(({ name }) => name),
    width - 72,
    12,
  );
  const drawn = entries.map((entry, i) => {
    const label = labels[i]!;
    const aside = entry.as === "mark" ? 12 : 28;
    const needed = aside + 24 + textWidth(label, 12);
    if (x + needed > width && x > 18) [x, y] = [18, y + 20];
    const from = x;
    x += needed;
    const at = `translate(${short(from)},${y})`;
    return (
      element("g", { transform: at }, swatchSvg(entry)) +
      text(from + aside, y + 4, "ink", label, { "font-size": 12 })
    );
  });
  return { svg: element("g", { class: "legend" }, ...drawn), height: y + 14 };
}

function swatchSvg({ rank, as }: LegendEntry): string {
  const colour = rank === null ? "ceiling" : `s${rank}`;
  if (as === "mark") {
    return element("path", { d: markPath(rank ?? 0, 4.4), class: colour, stroke: "none" });
  }
  const isLevel = as === "level" || as === "dotted level";
  return element("line", {
    x1: 0,
    x2: 22,
    y1: 0,
    y2: 0,
    class: isLevel ? "chance" : colour,
    "stroke-dasharray": dashesOf[as],
    "stroke-width": isLevel ? 1.5 : 2,
  });
}
