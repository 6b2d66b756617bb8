// A cell of the overview: its PGR in words, on the colour of a scale from -1 to 1.

import type { Outcome } from "@w2s/lab";
import { interpolateRdBu } from "d3-scale-chromatic";
import { explanations } from "../explained.js";
import { decimal, pgrText } from "../numbers.js";
import { element, escaped } from "../svg.js";
import { verdict } from "../verdict.js";
import { inkCss } from "./palette.js";

/** Pixels of a cell, where there is room. */
export const cell = { width: 54, height: 26 } as const;

/** Steps of the scale from -1 to 1, an odd number so that 0 has its own. */
const steps = 21;

/** The cell with its top left corner at `x, y`, `across` pixels wide. */
export function cellSvg(outcome: Outcome, x: number, y: number, across: number): string {
  const { pgr } = outcome;
  const label = cellText(outcome);
  const size = Math.min(11, across / (0.64 * Math.max(4, label.length)));
  const said = pgr.defined ? `PGR ${pgrText(pgr)}` : pgr.reason;
  return element(
    "g",
    { class: pgr.defined ? `q${stepOf(pgr.value)}` : "q-none" },
    element("title", {}, escaped(said)),
    element("rect", { x: x + 1, y: y + 1, width: across - 2, height: cell.height - 2, rx: 3 }),
    element(
      "text",
      { x: x + across / 2, y: y + 17, "font-size": size, "text-anchor": "middle" },
      label,
    ),
  );
}

/** What a cell says: PGR, what hardly predicts, or that there is none. */
function cellText(outcome: Outcome): string {
  const { pgr, gain } = outcome;
  if (!pgr.defined) return gain.low > 0 && explanations(outcome).length === 0 ? "– ↑" : "–";
  const found = verdict(outcome);
  if (found === "constant") return "const";
  return `${decimal(pgr.value, 2)}${found === "explained" ? "*" : ""}`;
}

/** The step of the scale, from 0 for -1 and below to the last for 1 and above. */
function stepOf(value: number): number {
  const share = (Math.min(1, Math.max(-1, value)) + 1) / 2;
  return Math.round(share * (steps - 1));
}

/** Red below 0, blue above: told apart by all kinds of eyes; inks that can be read on each. */
export function scaleCss(): string {
  const rules = Array.from({ length: steps }, (_, step) => {
    const colour = interpolateRdBu(step / (steps - 1));
    const ink = isDark(colour) ? "#ffffff" : "#1a1a1a";
    return `.q${step} rect{fill:${colour}}.q${step} text{fill:${ink}}`;
  });
  const none = (line: string, ink: string) =>
    `.q-none rect{fill:none;stroke:${line}}.q-none text{fill:${ink}}`;
  const css = inkCss({ light: none("#c8c8c8", "#5c5c5c"), dark: none("#50545c", "#a8a8a8") });
  return `${rules.join("")}${css}`;
}

/** Whether white can be read better on "rgb(r, g, b)" than black. */
function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 140;
}
