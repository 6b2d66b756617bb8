// Bars by task, and over tasks: what several experiments' figures are.

import { type Estimate, type Figure, figure, type Outcome } from "@w2s/lab";
import { type Chart, drawChart, overTasks } from "@w2s/report";

/** How outcomes become bars. */
export interface Bars {
  /** The figure's name and what is said below it. */
  readonly name: string;
  readonly doc: string;
  /** The heading. */
  readonly title: string;
  /** What stands beside each other, below the bars. */
  readonly across: string;
  /** What the bars measure. */
  readonly upwards: string;
  /** One outcome's bar: where it stands, and its colour's name; null: it has none. */
  readonly bar: (outcome: Outcome) => BarPlace | readonly BarPlace[] | null;
  /** Levels across every panel. */
  readonly levels?: Chart["panels"][number]["levels"];
  /** The ends of the axis; default: the data's. */
  readonly domain?: readonly [low: number, high: number];
  /** Panels beside each other; default: as many as fit. */
  readonly columns?: number;
}

/** A value at a place. */
export interface BarPlace {
  readonly place: string;
  readonly series: string;
  readonly value: Estimate;
}

/**
 * A figure with a panel a task, in which the cells of one place and series stand as their mean
 * (alone, with its own interval); and, of three tasks or more, one of the mean over tasks with the
 * interval of Student's t by their spread.
 */
export function barsFigure({ name, doc, bar, title, ...bars }: Bars): Figure {
  return figure(
    name,
    (outcomes, { width }) => {
      const cells = outcomes.flatMap((outcome) =>
        [bar(outcome) ?? []].flat().map((at) => ({ ...at, task: outcome.task })),
      );
      const tasks = [...new Set(cells.map(({ task }) => task))];
      const names = [...new Set(cells.map(({ series }) => series))];
      const places = [...new Set(cells.map(({ place }) => place))];
      const valuesAt = (task: string, series: string, place: string) =>
        cells.filter((at) => at.task === task && at.series === series && at.place === place);
      const panel = (of: string, valueAt: (series: string, place: string) => Estimate | null) => ({
        title: of,
        series: names.map((series) => ({
          name: series,
          as: "bars" as const,
          points: places.flatMap((x) => {
            const y = valueAt(series, x);
            return y === null ? [] : [{ x, y }];
          }),
        })),
        ...(bars.levels ? { levels: bars.levels } : {}),
      });
      const all = panel(`mean of ${tasks.length} tasks`, (series, place) =>
        overTasks(
          tasks.flatMap((task) => {
            const found = meanOf(valuesAt(task, series, place).map(({ value }) => value));
            return found === null ? [] : [found.value];
          }),
        ),
      );
      const own = tasks.map((task) =>
        panel(task, (series, place) => {
          return meanOf(valuesAt(task, series, place).map(({ value }) => value));
        }),
      );
      const { across, upwards, domain, columns } = bars;
      return drawChart(
        {
          title,
          x: { title: across, scale: "names" },
          y: { title: upwards, ...(domain ? { domain } : {}) },
          ...(columns ? { columns } : {}),
          panels: [all, ...own],
        },
        width,
      );
    },
    doc,
  );
}

/** One value with its interval; of several their mean, whose interval is not theirs. */
function meanOf(values: readonly Estimate[]): Estimate | null {
  if (values.length < 2) return values[0] ?? null;
  const value = values.reduce((sum, each) => sum + each.value, 0) / values.length;
  return { value, low: value, high: value };
}

/** PGR of a row where it has one. */
export const pgrOf = ({ pgr }: Outcome): Estimate | null => (pgr.defined ? pgr : null);
