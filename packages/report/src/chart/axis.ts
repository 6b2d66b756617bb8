// From a chart's values to pixels, and the ticks of its axes.

import { scaleLinear, scaleLog, scalePoint } from "d3-scale";
import { fitted, fittedApart, textWidth } from "../figures/drawing.js";
import type { Box } from "../figures/layout.js";
import { type Tick, withoutOverlap } from "../figures/scales.js";
import { decimal } from "../numbers.js";
import { type ChartAxis, type ChartPanel, estimateOf } from "./data.js";

/** Pixels of a value, and the ticks. */
interface Scale<T> {
  readonly at: (value: T) => number;
  readonly ticks: readonly Tick[];
}

/** The axis below a panel. */
export interface AcrossScale extends Scale<number | string> {
  /** Pixels between neighbours, where places are names. */
  readonly step: number;
  /** Whether the ticks' names stand upright, as they have no room beside each other. */
  readonly turned: boolean;
}

/** The axis beside a panel. */
export interface UpwardsScale extends Scale<number> {
  /** Below 0 where a value lies below the axis, above 0 where above it. */
  readonly beyond: (value: number) => number;
}

/** The axis below each panel, for its box. */
export function xAxis(axis: ChartAxis, panels: readonly ChartPanel[]) {
  const places = panels.flatMap(({ series }) =>
    series.flatMap(({ points }) => points.map(({ x }) => x)),
  );
  if (axis.scale === "names") {
    const names = [...new Set(places.map(String))];
    return (box: Box): AcrossScale => nameScale(names, box);
  }
  const values = [...new Set(places.map(Number))].sort((a, b) => a - b);
  return ({ left, width }: Box): AcrossScale =>
    numberScale(axis, values, [left + 18, left + width - 18]);
}

/**
 * The axis beside each panel, for its box; bars begin at zero, so it has it where there are any.
 */
export function yAxis(axis: ChartAxis, panels: readonly ChartPanel[]) {
  const values = panels.flatMap(({ series, levels = [] }) => [
    ...series.flatMap(({ points, as }) => [
      ...points.map(({ y }) => estimateOf(y)).flatMap(({ value, low, high }) => [value, low, high]),
      ...(as === "bars" ? [0] : []),
    ]),
    ...levels.map(({ y }) => y),
  ]);
  const [low, high] = axis.domain ?? padded(Math.min(...values), Math.max(...values));
  return ({ top, height }: Box): UpwardsScale => {
    const scale = scaleLinear([low, high], [top + height, top]).clamp(true);
    const ticks = scale.ticks(5);
    const text = axis.text ?? tickText(ticks);
    const beyond = (value: number) => Number(value > high) - Number(value < low);
    const labels = ticks.map((at) => ({ at: scale(at), label: text(at) }));
    return { at: scale, ticks: labels, beyond };
  };
}

/** Pixels that upright names need below the axis, beyond the two lines that there are. */
export function roomBelow({ ticks, turned }: AcrossScale): number {
  if (!turned) return 0;
  return Math.ceil(Math.max(...ticks.map(({ label }) => textWidth(label, 11)))) - 20;
}

function padded(low: number, high: number): [number, number] {
  const pad = Math.max(0.05 * (high - low), 0.004);
  return [low - pad, high + pad];
}

function nameScale(names: readonly string[], { left, width }: Box): AcrossScale {
  const scale = scalePoint(names, [left, left + width]).padding(0.5);
  const step = scale.step() || width;
  const level = names.map((name) => onTwoLines(name, step - 4));
  // Upright where a name would be cut: all of them, at most as long as a panel is high.
  const turned = level.some((label, i) => label.replace("\n", " ") !== names[i]);
  const labels = turned ? fittedApart(names, mostUpright, 11) : level;
  const all = names.map((name, i) => ({ at: scale(name)!, label: labels[i]! }));
  // Where even the smallest have no room, not every one has its name.
  const each = turned ? Math.ceil(smallest / step) : 1;
  const ticks = all.filter((_, i) => i % each === 0);
  return { at: (value) => scale(String(value))!, ticks, step, turned };
}

/** Pixels of the smallest letters. */
export const smallest = 8;

/** Pixels of the longest upright name. */
const mostUpright = 170;

/** A name as it is where it has room, else its words on two lines, each cut to its room. */
function onTwoLines(name: string, room: number): string {
  if (textWidth(name, 11) <= room) return name;
  const words = name.split(" ");
  const halves = words.slice(1).map((_, i) => [words.slice(0, i + 1), words.slice(i + 1)]);
  const lines = halves.map((half) => half.map((line) => line.join(" ")));
  const longest = (two: readonly string[]) => Math.max(...two.map(({ length }) => length));
  const [best = [name]] = lines.sort((a, b) => longest(a) - longest(b));
  return best.map((line) => fitted(line, room, 11)).join("\n");
}

/** @param values in ascending order, each once */
function numberScale(axis: ChartAxis, values: readonly number[], ends: [number, number]) {
  const { scale: kind, domain, text } = axis;
  const [low, high] = domain ?? [values[0]!, values.at(-1)!];
  const isLog = kind === "log";
  const range: [number, number] =
    low < high ? [low, high] : isLog ? [low / 2, low * 2] : [low - 0.5, low + 0.5];
  const scale = (isLog ? scaleLog(range, ends) : scaleLinear(range, ends)).clamp(true);
  // Sizes on a logarithm's axis are ticks themselves where they are few; elsewhere round numbers.
  const ticks = isLog && values.length <= 8 ? values : scale.ticks(5);
  const written = text ?? tickText(ticks);
  const labels = ticks.map((at) => ({ at: scale(at), label: written(at) }));
  return {
    at: (value: number | string) => scale(Number(value)),
    ticks: withoutOverlap(labels),
    step: 0,
    turned: false,
  };
}

/** As few decimals as tell the ticks apart; whole numbers as they are. */
function tickText(ticks: readonly number[]): (value: number) => string {
  if (ticks.every(Number.isInteger)) return (value) => value.toLocaleString("en-US");
  const sorted = [...ticks].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((tick, i) => tick - sorted[i]!);
  const least = Math.min(1, ...steps.filter((step) => step > 0));
  const decimals = Math.max(1, Math.ceil(-Math.log10(least) - 1e-9));
  return (value) => decimal(value, decimals);
}
