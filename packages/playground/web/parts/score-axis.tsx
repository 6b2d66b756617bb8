// The axis of scores that the page's drawings share: from a round tenth, at most .5, to 1.

import { decimal } from "@w2s/report";

/** The drawing's own units, from its upper left corner. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Axis {
  readonly y: (score: number) => number;
  readonly ticks: readonly number[];
}

/** Room above 1, for a mark that stands there. */
const most = 1.02;

export function scoreAxis({ top, bottom }: Box, scores: readonly number[]): Axis {
  const floor = Math.floor(Math.min(0.5, ...scores) * 10) / 10;
  return {
    y: (score) => bottom - ((score - floor) / (most - floor)) * (bottom - top),
    ticks: Array.from({ length: 11 }, (_, i) => i / 10).filter((tick) => tick >= floor),
  };
}

/** Its lines across the drawing, each with its number. */
export function ScoreGrid({ box, axis }: { readonly box: Box; readonly axis: Axis }) {
  return axis.ticks.map((tick) => (
    <g key={tick}>
      <line className="grid" x1={box.left} x2={box.right} y1={axis.y(tick)} y2={axis.y(tick)} />
      <text x={box.left - 8} y={axis.y(tick) + 4} textAnchor="end">
        {decimal(tick, 1)}
      </text>
    </g>
  ));
}
