// What figures are made of besides texts and straight lines, as SVG paths: d3's symbols and lines.

import {
  line,
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolPlus,
  symbolSquare,
  symbolStar,
  symbolTimes,
  symbolTriangle,
  symbolWye,
} from "d3-shape";

/** In the order of ranks. */
const marks: readonly SymbolType[] = [
  symbolCircle,
  symbolSquare,
  symbolTriangle,
  symbolDiamond,
  symbolCross,
  symbolStar,
  symbolWye,
];

/**
 * The mark of a supervisor as an SVG path around 0, 0.
 * @param rank 0 for the first; each of seven shapes in turn
 * @param size pixels; marks of one size cover as much as the circle of that radius
 */
export function markPath(rank: number, size: number): string {
  return symbolPath(marks[rank % marks.length]!, size);
}

/** Marks that are drawn as lines alone, about as large as `markPath`'s of that size. */
export const strokes = {
  times: (size: number): string => symbolPath(symbolTimes, size),
  plus: (size: number): string => symbolPath(symbolPlus, size),
} as const;

function symbolPath(type: SymbolType, size: number): string {
  return symbol(type, Math.PI * size ** 2).digits(2)()!;
}

/** A place in pixels. */
export type Place = readonly [x: number, y: number];

const joined = line<Place | null>()
  .defined((place) => place !== null)
  .x((place) => place![0])
  .y((place) => place![1])
  .digits(1);

/** The line through the places in their order; null between two of them: it is broken there. */
export function linePath(places: readonly (Place | null)[]): string {
  return joined(places) ?? "";
}
