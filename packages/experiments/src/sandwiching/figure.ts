// Protocols against the better of the overseer and the model alone, and students of their labels.

import { type Estimate, type Figure, figure } from "@w2s/lab";
import { drawChart, mean } from "@w2s/report";
import { type Sandwiched, sandwichedOf } from "./cells.js";

/** The figure's data: a row a cell. */
const rowsOf = (cells: readonly Sandwiched[]) =>
  cells.map(({ ahead, taughtAhead, corrected, ...cell }) => ({
    ...cell,
    p_holm: corrected,
    ahead: ahead.value,
    low: ahead.low,
    high: ahead.high,
    taught_ahead: taughtAhead.value,
    taught_low: taughtAhead.low,
    taught_high: taughtAhead.high,
  }));

/** Several estimates as one: the means of values and of bounds, as if all luck were shared. */
export const together = (all: readonly Estimate[]): Estimate => ({
  value: mean(all.map(({ value }) => value)),
  low: mean(all.map(({ low }) => low)),
  high: mean(all.map(({ high }) => high)),
});

/** A protocol below its marks: "answers" of "assisted by answers". */
const shortOf = (protocol: string): string =>
  protocol.replace(/^assisted by /, "").replace(/^decomposition$/, "parts");

interface Panels {
  readonly title: string;
  readonly upwards: string;
  readonly level: string;
  readonly of: (cell: Sandwiched) => Estimate;
}

function panelsOf(
  cells: readonly Sandwiched[],
  { title, upwards, level, of }: Panels,
  width: number,
) {
  const named = (key: "task" | "protocol" | "overseer") => [...new Set(cells.map((c) => c[key]))];
  const drawn = drawChart(
    {
      title,
      x: { title: "protocol", scale: "names" },
      y: { title: upwards },
      columns: 2,
      panels: named("task").map((task) => ({
        title: task,
        series: named("overseer").map((overseer) => ({
          name: overseer,
          as: "marks" as const,
          points: named("protocol").flatMap((protocol) => {
            const own = cells.filter(
              (cell) =>
                cell.task === task && cell.overseer === overseer && cell.protocol === protocol,
            );
            return own.length === 0 ? [] : [{ x: shortOf(protocol), y: together(own.map(of)) }];
          }),
        })),
        levels: [{ y: 0, title: level }],
      })),
    },
    width,
  );
  return drawn && { svg: drawn.svg, rows: rowsOf(cells) };
}

export const sandwichingFigure: Figure = figure(
  "sandwiching",
  (outcomes, { width }) =>
    panelsOf(
      sandwichedOf(outcomes),
      {
        title: "With a protocol, less the better of overseer and model alone",
        upwards: "accuracy ahead",
        level: "the better of both alone",
        of: ({ ahead }) => ahead,
      },
      width,
    ),
  "How far each overseer with a protocol is ahead of the better of that overseer alone and the " +
    "model alone, paired on the same examples and seeds, with 95% intervals; means over the " +
    "models that help. Above the level sandwiching works; below it the protocol loses something " +
    "that one of them knew. Data: every pair, p, and p after Holm's correction over all (p_holm).",
);

export const studentsFigure: Figure = figure(
  "sandwiching-students",
  (outcomes, { width }) =>
    panelsOf(
      sandwichedOf(outcomes),
      {
        title: "Students of a protocol's labels, less those of the overseer alone",
        upwards: "accuracy ahead",
        level: "taught by the overseer alone",
        of: ({ taughtAhead }) => taughtAhead,
      },
      width,
    ),
  "How far the student taught by each protocol's labels is ahead of the same student taught by " +
    "the overseer alone, paired, with 95% intervals; means over the models that help. Data: with " +
    "the share of the gap from the overseer alone to the ceiling that is recovered.",
);
