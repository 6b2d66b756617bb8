// A chart said in data: panels that share their axes, with lines, marks or bars and their
// intervals. What experiments' figures, and figures of a user's own, are drawn from.

import type { Estimate } from "@w2s/lab";

/** What an axis shows, and how. */
export interface ChartAxis {
  /** What it counts, with its unit. */
  readonly title: string;
  /**
   * How values become places: numbers by their size (default) or its logarithm; "names": each of
   * the panels' names one place, in the order in which they are met.
   */
  readonly scale?: "linear" | "log" | "names";
  /** The ends; default: those of the data, with a little room. What lies outside stands there. */
  readonly domain?: readonly [low: number, high: number];
  /** How a tick is written; default: as few decimals as tell ticks apart. */
  readonly text?: (value: number) => string;
}

/** One mark: a place along the axis and a value, with its interval where it has one. */
export interface ChartPoint {
  readonly x: number | string;
  readonly y: number | Estimate;
  /** What is said when it is pointed at; default: its series, place and value. */
  readonly title?: string;
}

/** Marks of one kind, under one name of the legend in all panels. */
export interface ChartSeries {
  readonly name: string;
  readonly points: readonly ChartPoint[];
  /**
   * "line" (default): marks joined in their order; "marks" alone; "rule": the line alone; "dashes":
   * the same, dashed; "bars" from the axis' zero.
   */
  readonly as?: "line" | "marks" | "rule" | "dashes" | "bars";
}

/** A level across a panel: chance, no difference, a supervisor's own score. */
export interface ChartLevel {
  readonly y: number;
  readonly title: string;
  /** The series whose colour it takes; default: none. */
  readonly of?: string;
}

/** One pair of axes. */
export interface ChartPanel {
  /** "sorted", and after it in grey what else tells it from its neighbours. */
  readonly title: string;
  readonly detail?: string;
  readonly series: readonly ChartSeries[];
  readonly levels?: readonly ChartLevel[];
  /** What its axis below counts, where that is not what the chart's does. */
  readonly across?: string;
}

/** A chart: what it says, its panels and their axes. */
export interface Chart {
  /** The heading. */
  readonly title: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  /** Drawn as many beside each other as there is room for, in rows. */
  readonly panels: readonly ChartPanel[];
  /** The series drawn in ink rather than in a colour: "ceiling". */
  readonly ink?: string;
  /** Whether panels share their axes' ends (default), or have each their own. */
  readonly axes?: "shared" | "own";
  /** Most panels beside each other; default: as many as have room, 3 at most. */
  readonly columns?: number;
}

/** A value without an interval, as one of no width. */
export function estimateOf(y: number | Estimate): Estimate {
  return typeof y === "number" ? { value: y, low: y, high: y } : y;
}
