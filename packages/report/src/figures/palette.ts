// A colour and a mark for each supervisor: from the weakest to the strongest along viridis, darker
// with strength on a light page, brighter on a dark one. The mark says the same to those who do not
// see the colour.

import { interpolateViridis } from "d3-scale-chromatic";

const marks = ["circle", "square", "triangle", "diamond"] as const;

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

/** The mark of a supervisor as an SVG path around 0, 0. */
export function markPath(rank: number, size: number): string {
  const r = size;
  switch (marks[rank % marks.length]!) {
    case "circle":
      return `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
    case "square":
      return `M${-0.9 * r},${-0.9 * r}h${1.8 * r}v${1.8 * r}h${-1.8 * r}Z`;
    case "triangle":
      return `M0,${-1.2 * r}L${1.1 * r},${0.8 * r}H${-1.1 * r}Z`;
    case "diamond":
      return `M0,${-1.3 * r}L${1.3 * r},0L0,${1.3 * r}L${-1.3 * r},0Z`;
  }
}
