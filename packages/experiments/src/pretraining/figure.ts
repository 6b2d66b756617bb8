// What one pretraining says of a pair of sizes, beside what all of them say.

import { type Figure, type FigureRow, figure, type OverPretrainings } from "@w2s/lab";
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
        columns: 1,
        panels,
      },
      width,
    );
    return drawn && { svg: drawn.svg, rows: all.map(rowOf) };
  },
  "Each panel is two sizes by one method; each task has three kinds of marks: the gain of one " +
    "pretraining of each size, with the 95% interval over seeds and test examples that a table " +
    "shows; the gains of all pairs of pretrainings; and their mean, with an interval for other " +
    "pretrainings, too. Where the second interval is much wider, the first says little of other " +
    "models of these sizes.",
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
        points: all.map(({ task, pairs }) => ({ x: task, y: pairs[0]![0]!.gain })),
      },
      {
        name: "every pair",
        as: "marks",
        points: all.flatMap(({ task, pairs }) =>
          pairs.flat().map(({ gain, supervisor, student }) => ({
            x: task,
            y: gain.value,
            title: `${student} by ${supervisor} on ${task}`,
          })),
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

function rowOf({ task, method, weak, strong, pairs, ...over }: Crossed): FigureRow {
  const rows = pairs.flat();
  const { gain: one, pgr: onePgr } = rows[0]!;
  const gains = rows.map(({ gain }) => gain.value);
  const { variance } = over.gain;
  return {
    task,
    method,
    weak,
    strong,
    pairs: rows.length,
    one_gain: one.value,
    one_gain_low: one.low,
    one_gain_high: one.high,
    one_pgr: onePgr.defined ? onePgr.value : null,
    one_pgr_low: onePgr.defined ? onePgr.low : null,
    one_pgr_high: onePgr.defined ? onePgr.high : null,
    least_gain: Math.min(...gains),
    most_gain: Math.max(...gains),
    ...named("gain", over.gain),
    ...named("gap", over.gap),
    ...named("over_uninformed", over.overUninformed),
    pgr: over.pgr?.value ?? null,
    pgr_low: over.pgr?.interval?.low ?? null,
    pgr_high: over.pgr?.interval?.high ?? null,
    variance_weak: variance.weak,
    variance_strong: variance.strong,
    variance_test: variance.test,
  };
}

function named(name: string, of: OverPretrainings | null): FigureRow {
  const { value = null, low = null, high = null } = of ?? {};
  return { [name]: value, [`${name}_low`]: low, [`${name}_high`]: high };
}
