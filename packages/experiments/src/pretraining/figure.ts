// What one pretraining says of a pair of sizes, beside what all of them say.

import { type Estimate, type Figure, type FigureRow, figure } from "@w2s/lab";
import { type ChartPanel, drawChart } from "@w2s/report";
import { type Crossed, crossedIn } from "./crossed.js";

export const pretrainingFigure: Figure = figure(
  "over-pretrainings",
  (outcomes, { width }) => {
    const all = crossedIn(outcomes);
    const keys = all.map(({ weak, strong, method }) => JSON.stringify([weak, strong, method]));
    const panels = [...new Set(keys)].map((key) => panelOf(all.filter((_, i) => keys[i] === key)));
    const drawn = drawChart(
      {
        title: "What students gain, by one pretraining and by all",
        x: { title: "task", scale: "names" },
        y: { title: "student minus supervisor" },
        columns: 2,
        panels,
      },
      width,
    );
    return drawn && { svg: drawn.svg, rows: all.map(rowOf) };
  },
  "Each panel is two sizes by one method; each task, and their mean, has three kinds of marks: " +
    "the gain of one pretraining of each size, with the 95% interval over seeds and test " +
    "examples that a table shows (of the mean, by the spread of tasks); the gains of all pairs " +
    "of pretrainings; and their mean, with an interval for other pretrainings, too. Where the " +
    "second interval is much wider, the first says little of other models of these sizes.",
);

function panelOf(all: readonly Crossed[]): ChartPanel {
  const { weak, strong, method } = all[0]!;
  return {
    title: `${weak} to ${strong}`,
    detail: method,
    series: [
      {
        name: "one pretraining of each",
        as: "marks",
        points: all.map(({ task, one }) => ({ x: task, y: one.gain })),
      },
      {
        name: "every pair",
        as: "marks",
        points: all.flatMap(({ task, gains }) =>
          gains.map(({ pair, value }) => ({ x: task, y: value, title: `${pair} on ${task}` })),
        ),
      },
      {
        name: "their mean, for other pretrainings",
        as: "marks",
        points: all.map(({ task, gain: { value, low, high } }) => ({
          x: task,
          y: { value, low, high },
        })),
      },
    ],
    levels: [{ y: 0, title: "the supervisor" }],
  };
}

function rowOf({ task, method, weak, strong, one, gains, ...over }: Crossed): FigureRow {
  const values = gains.map(({ value }) => value);
  const { variance } = over.gain;
  return {
    task,
    method,
    weak,
    strong,
    pairs: gains.length,
    ...named("one_gain", one.gain),
    ...named("one_pgr", one.pgr),
    least_gain: Math.min(...values),
    most_gain: Math.max(...values),
    ...named("gain", over.gain),
    ...named("gap", over.gap),
    ...named("over_uninformed", over.overUninformed),
    ...named("pgr", over.pgr && { value: over.pgr.value, ...over.pgr.interval }),
    variance_weak: variance.weak,
    variance_strong: variance.strong,
    variance_test: variance.test,
  };
}

function named(name: string, of: Partial<Estimate> | null): FigureRow {
  const { value = null, low = null, high = null } = of ?? {};
  return { [name]: value, [`${name}_low`]: low, [`${name}_high`]: high };
}
