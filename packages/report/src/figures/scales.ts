// From scores and sizes to pixels, and which numbers the axes show.

import { scaleLinear, scaleLog, scalePoint } from "d3-scale";
import { decimal } from "../numbers.js";
import { fittedApart, textWidth } from "./drawing.js";
import type { Box } from "./layout.js";
import type { Panel } from "./panels.js";
import type { Place, SizeAxis } from "./sizes.js";

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Pixels of a score, and the ticks of the axis. */
export interface ScoreScale {
  readonly y: (score: number) => number;
  readonly ticks: readonly Tick[];
}

/** Pixels of a student, and the ticks of the axis. */
export interface PlaceScale {
  readonly x: (place: Place) => number;
  readonly ticks: readonly Tick[];
}

/** All scores of some panels with their intervals, and chance where it is not far below them. */
export function scoreDomain(panels: readonly Panel[]): [low: number, high: number] {
  const values = panels.flatMap(({ lines, ceiling }) =>
    [
      ...lines.map(({ weak }) => weak),
      ...lines.flatMap(({ points }) => points.map(({ score }) => score)),
    ]
      .concat(ceiling.map(({ score }) => score))
      .flatMap(({ value, low, high }) => [value, low, high]),
  );
  const chance = Math.min(...panels.map((panel) => panel.chance));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const from = low - chance < 1.5 * (high - low) ? Math.min(low, chance) : low;
  const pad = Math.max(0.05 * (high - from), 0.004);
  // Nothing lies above 1: a mark there needs a little room, not an axis.
  return [Math.max(from - pad, -0.01), Math.min(high + pad, 1.015)];
}

export function scoreScale(domain: readonly [number, number], { top, height }: Box): ScoreScale {
  const scale = scaleLinear(domain, [top + height, top]);
  // Nothing scores above 1, though there is room for marks that stand there.
  const values = scale.ticks(5).filter((value) => value <= 1);
  const decimals = Math.max(1, Math.ceil(-Math.log10((values[1] ?? 1) - (values[0] ?? 0)) - 1e-9));
  return {
    y: scale,
    ticks: values.map((value) => ({ at: scale(value), label: decimal(value, decimals) })),
  };
}

/** Students of one figure stand at the same place in all panels. */
export function placeScale({ kind, places, text }: SizeAxis, { left, width }: Box): PlaceScale {
  const all = [...places.values()];
  const inner: [number, number] = [left + 18, left + width - 18];
  if (kind === "order") {
    const domain = [...new Set(all.map(({ at }) => at))].sort((a, b) => a - b);
    const scale = scalePoint(domain, domain.length === 1 ? [left, left + width] : inner);
    const room = Math.max(24, width / domain.length - 4);
    const names = fittedApart(
      all.map(({ short }) => short),
      room,
      11,
    );
    const label = new Map(all.map((place, i) => [place.at, names[i]!]));
    return {
      x: ({ at }) => scale(at)!,
      ticks: domain.map((at) => ({ at: scale(at)!, label: label.get(at)! })),
    };
  }
  const sizes = all.map(({ at }) => at);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const scale = scaleLog(least === most ? [least / 2, most * 2] : [least, most], inner);
  const ticks = [...new Set(sizes)]
    .sort((a, b) => a - b)
    .map((at) => ({ at: scale(at), label: text(at) }));
  return { x: ({ at }) => scale(at), ticks: withoutOverlap(ticks) };
}

/** Leaves out ticks whose labels would touch: the ends stay. */
export function withoutOverlap(ticks: readonly Tick[]): Tick[] {
  const room = (a: Tick, b: Tick) => textWidth(a.label + b.label, 11) / 2 + 6;
  const last = ticks.at(-1);
  const kept: Tick[] = [];
  for (const tick of ticks) {
    const before = kept.at(-1);
    const fits = before === undefined || tick.at - before.at >= room(before, tick);
    if (tick === last && !fits && kept.length > 1) kept[kept.length - 1] = tick;
    else if (fits && (tick === last || last!.at - tick.at >= room(tick, last!))) kept.push(tick);
  }
  return kept;
}
