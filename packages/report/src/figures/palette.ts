// A colour for each supervisor: from the weakest to the strongest along viridis, darker with
// strength on a light page, brighter on a dark one. Its mark (shapes.ts) says the same to those who
// do not see the colour.

import { interpolateViridis } from "d3-scale-chromatic";

/** The figure's colours as CSS classes: `s0` the weakest supervisor, and so on. */
export function paletteCss(supervisors: number): string {
  const ranks = Array.from({ length: supervisors }, (_, rank) => rank);
  const rules = (from: number, to: number) =>
    ranks
      .map((rank) => rule(rank, interpolateViridis(between(from, to, rank, supervisors))))
      .join("");
  return `${light}${rules(0.68, 0.05)}
@media screen and (prefers-color-scheme:dark){${dark}${rules(0.45, 0.95)}}`;
}

/** Inks alone, and more rules for light and dark pages. */
export function inkCss(more: { readonly light: string; readonly dark: string }): string {
  return `${light}${more.light}@media screen and (prefers-color-scheme:dark){${dark}${more.dark}}`;
}

const light = inks("#1a1a1a", "#5c5c5c", "#e3e3e3", "#ffffff");
const dark = inks("#f2f2f2", "#a8a8a8", "#3a3d44", "#16181d");

function inks(ink: string, soft: string, grid: string, paper: string): string {
  return (
    `.ink{fill:${ink}}.soft{fill:${soft}}.grid{stroke:${grid}}.paper{fill:${paper}}` +
    `.ceiling{stroke:${ink};fill:${ink}}.chance{stroke:${soft}}` +
    `.halo{paint-order:stroke;stroke:${paper};stroke-width:3px}`
  );
}

function rule(rank: number, color: string): string {
  return `.s${rank}{stroke:${color};fill:${color}}`;
}

function between(from: number, to: number, rank: number, count: number): number {
  return count === 1 ? to + (from - to) / 3 : from + ((to - from) * rank) / (count - 1);
}
