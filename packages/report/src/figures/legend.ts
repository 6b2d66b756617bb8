// The legend: which mark and colour is which supervisor, from weak to strong; the ceiling; what the
// dots are.

import { element, escaped, short } from "../svg.js";
import { fittedApart, heading, textWidth } from "./drawing.js";
import { markPath } from "./shapes.js";

interface Entry {
  readonly label: string;
  readonly swatch: string;
}

const lineHeight = 20;

/** The figure's heading and the legend's rows within `width` pixels, from the figure's top. */
export function legendOf(
  title: string,
  supervisors: readonly string[],
  width: number,
): { svg: string; height: number } {
  const names = fittedApart(supervisors, Math.min(300, width - 110), 12);
  const entries: Entry[] = [
    ...names.map((supervisor, rank) => ({
      label: `taught by ${supervisor}`,
      swatch: swatch(`s${rank}`, markPath(rank, 4)),
    })),
    { label: "ceiling (ground truth)", swatch: swatch("ceiling", markPath(0, 3.2)) },
    { label: "the supervisor itself", swatch: dashes("1 4") },
    { label: "chance", swatch: dashes("6 4") },
  ];
  const head = heading(title, width);
  let [x, y] = [12, head.height + 16];
  const placed = entries.map(({ label, swatch: mark }) => {
    const needed = 30 + textWidth(label, 12);
    if (x + needed > width && x > 12) [x, y] = [12, y + lineHeight];
    const at = `translate(${short(x)},${short(y)})`;
    x += needed + 14;
    return element(
      "g",
      { transform: at },
      mark,
      element("text", { x: 26, y: 4, "font-size": 12, class: "ink" }, escaped(label)),
    );
  });
  const svg = element("g", { class: "legend" }, head.svg, ...placed);
  return { svg, height: y + 14 };
}

function swatch(name: string, mark: string): string {
  return (
    element("line", { x1: 0, x2: 20, y1: 0, y2: 0, class: name, "stroke-width": 2 }) +
    element("path", { d: mark, transform: "translate(10,0)", class: name, stroke: "none" })
  );
}

function dashes(pattern: string): string {
  return element("line", {
    x1: 0,
    x2: 20,
    y1: 0,
    y2: 0,
    class: "chance",
    "stroke-dasharray": pattern,
    "stroke-width": 1.5,
  });
}
