// PGR under every value of every setting, task by task. What moves most over all tasks is the
// report's own figure of sensitivity.

import { type Estimate, type Figure, figure, type Outcome } from "@w2s/lab";
import { drawChart } from "@w2s/report";

type Varied = Outcome["varied"][number];

/** How a value stands to the others of its setting. */
function standing({ setting, value }: Varied, all: readonly Varied[]): string {
  const numbers = all.filter((one) => one.setting === setting).map((one) => Number(one.value));
  if (numbers.length < 2 || !numbers.every(Number.isFinite)) return "another value";
  return Number(value) === Math.min(...numbers) ? "a smaller value" : "a larger value";
}

const names = ["as it is", "a smaller value", "a larger value", "another value"] as const;

/** PGR of one task under one value. */
interface Point {
  readonly x: string;
  readonly y: Estimate;
  readonly name: string;
  readonly title: string;
}

function pointsOf(outcomes: readonly Outcome[], setting: string): Point[] {
  return outcomes.flatMap(({ task, pgr, varied }) => {
    const own = pgr.defined ? [{ x: task, y: pgr, name: "as it is", title: "as it is" }] : [];
    const others = varied
      .filter((one) => one.setting === setting)
      .flatMap((one) =>
        one.pgr.defined
          ? [
              {
                x: task,
                y: one.pgr,
                name: standing(one, varied),
                title: `${setting} ${one.value}`,
              },
            ]
          : [],
      );
    return [...own, ...others];
  });
}

/** Whether any of the outcomes has a student that the setting makes another. */
const changes = (outcomes: readonly Outcome[], setting: string): boolean =>
  outcomes.some(({ varied }) =>
    varied.some((one) => one.setting === setting && one.difference.low < one.difference.high),
  );

export const swingFigure: Figure = figure(
  "sensitivity-by-task",
  (outcomes, { width }) => {
    const settings = [...new Set(outcomes.flatMap(({ varied }) => varied.map((v) => v.setting)))];
    const methods = [...new Set(outcomes.map(({ method }) => method))];
    return drawChart(
      {
        title: "PGR with one setting at another value",
        x: { title: "task", scale: "names" },
        y: { title: "PGR", domain: [-1, 1.5] },
        ink: "as it is",
        panels: settings.flatMap((setting) =>
          methods.flatMap((method) => {
            const own = outcomes.filter((outcome) => outcome.method === method);
            if (!changes(own, setting)) return [];
            const points = pointsOf(own, setting);
            return [
              {
                title: setting,
                detail: method,
                series: names.map((name) => ({
                  name,
                  as: "marks" as const,
                  points: points.filter((point) => point.name === name),
                })),
                levels: [{ y: 0, title: "no gain" }],
              },
            ];
          }),
        ),
      },
      width,
    );
  },
  "A panel a setting and method: PGR of each task as it is, and with that setting at a " +
    "smaller, a larger or another value, with 95% intervals, where the ceiling clears what it " +
    "must. Settings that a method does not have are left out.",
);
