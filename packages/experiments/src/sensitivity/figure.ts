// PGR under every value of every setting, task by task. What moves most over all tasks is the
// report's own figure of sensitivity.

import { type Figure, figure, type Outcome } from "@w2s/lab";
import { drawChart } from "@w2s/report";

type Varied = Outcome["varied"][number];

/** How a value stands to the others of its setting. */
function standing({ setting, value }: Varied, all: readonly Varied[]): string {
  const numbers = all.filter((one) => one.setting === setting).map((one) => Number(one.value));
  if (numbers.length < 2 || !numbers.every(Number.isFinite)) return "another value";
  return Number(value) === Math.min(...numbers) ? "a smaller value" : "a larger value";
}

export const swingFigure: Figure = figure(
  "sensitivity-by-task",
  (outcomes, { width }) =>
    drawChart(
      {
        title: "PGR with one setting at another value",
        x: { title: "setting", scale: "names" },
        y: { title: "PGR", domain: [-1, 1.5] },
        columns: 1,
        panels: outcomes
          .filter(({ varied }) => varied.length > 0)
          .map((outcome) => {
            const { task, method, supervisor, pgr, varied } = outcome;
            const names = ["a smaller value", "a larger value", "another value"];
            return {
              title: task,
              detail: `${method}, taught by ${supervisor}`,
              series: names.map((name) => ({
                name,
                as: "marks" as const,
                points: varied
                  .filter((one) => standing(one, varied) === name)
                  .flatMap((one) =>
                    one.pgr.defined
                      ? [{ x: one.setting, y: one.pgr, title: `${one.setting} ${one.value}` }]
                      : [],
                  ),
              })),
              levels: pgr.defined ? [{ y: pgr.value, title: "as it is" }] : [],
            };
          }),
      },
      width,
    ),
  "Each panel is one row of the table, its level PGR as it is; each mark is PGR with one " +
    "setting at another value, with its 95% interval, where the ceiling still clears what it " +
    "must. Marks far from the level are settings that a reader must know.",
);
