// A chart's legend: which mark and colour is which name.

import { fitted, text, textWidth } from "../figures/drawing.js";
import { markPath } from "../figures/palette.js";
import { element } from "../svg.js";

/** A name with its rank among those in colour; null: in ink. */
export interface LegendName {
  readonly name: string;
  readonly rank: number | null;
}

/** The legend's rows within `width` pixels, the first at `top`; one name alone needs none. */
export function legendSvg(names: readonly LegendName[], width: number, top: number) {
  if (names.length < 2) return { svg: "", height: top };
  let [x, y] = [18, top];
  const entries = names.map(({ name, rank }) => {
    const label = fitted(name, width - 60, 12);
    const needed = 36 + textWidth(label, 12);
    if (x + needed > width && x > 18) [x, y] = [18, y + 20];
    const from = x;
    x += needed;
    return (
      element("path", {
        d: markPath(rank ?? 0, 4.4),
        transform: `translate(${from},${y})`,
        class: rank === null ? "ceiling" : `s${rank}`,
        stroke: "none",
      }) + text(from + 12, y + 4, "ink", label, { "font-size": 12 })
    );
  });
  return { svg: element("g", { class: "legend" }, ...entries), height: y + 14 };
}
