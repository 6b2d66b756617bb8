// Gold score against how hard a reward model is optimized.

import { type Estimate, evidenceFigure, type Figure } from "@w2s/lab";
import { decimal, drawChart, mean, overTasks } from "@w2s/report";
import type { CandidateQuestion } from "@w2s/world";
import { distanceOf } from "./best-of-n.js";
import { draws, type Optimised, optimised } from "./gold.js";

const names = {
  weak: "supervisor",
  student: "student",
  ceiling: "ceiling",
  uninformed: "uninformed",
} as const;

/** Where a curve turns: the draws of its highest mean, and what is lost from there to the most. */
export interface Turn {
  readonly n: number;
  /** Gold score at the top less that at the most draws, with its 95% interval over questions. */
  readonly lost: Estimate;
}

/** Below this a curve is level. */
const rounding = 1e-9;

/** Null where nothing is lost up to the most draws, or questions are fewer than three. */
export function turnOf(gold: Optimised["gold"]): Turn | null {
  const means = draws.map((_, i) => mean(gold.map((row) => row[i]!)));
  const top = means.indexOf(Math.max(...means));
  const lost = overTasks(gold.map((row) => row[top]! - row.at(-1)!));
  return lost === null || lost.value < rounding ? null : { n: draws[top]!, lost };
}

/** The figure over the questions that the study's test asks. */
export function rewardFigure(questionsOf: () => readonly CandidateQuestion[]): Figure {
  return evidenceFigure(
    "reward-optimisation",
    (rows) => optimised(rows, questionsOf()),
    (models, _, { width }) => {
      const own = models.filter(({ gold }) => gold.length > 0);
      const keyOf = ({ supervisor, student, method }: Optimised) =>
        JSON.stringify([`${student} by ${supervisor}`, method]);
      const drawn = drawChart(
        {
          title: "Gold score of the best of n by each reward model",
          x: {
            title: "log n - (n - 1) / n, nats from the generator",
            domain: [0, distanceOf(draws.at(-1)!)],
          },
          y: { title: "share of picks that are right", domain: [0, 1] },
          ink: "ceiling",
          columns: 2,
          panels: [...new Set(own.map(keyOf))].map((key) => {
            const some = own.filter((model) => keyOf(model) === key);
            const [title, detail]: [string, string] = JSON.parse(key);
            return {
              title,
              detail,
              series: some.map(({ role, gold }) => ({
                name: names[role],
                points: draws.map((n, i) =>
                  pointOf(
                    names[role],
                    n,
                    gold.map((row) => row[i]!),
                  ),
                ),
              })),
            };
          }),
        },
        width,
      );
      return drawn && { svg: drawn.svg, rows: own.flatMap(rowsOf) };
    },
    "Each line is a reward model: n answers are drawn from a generator of known shares, the " +
      "model picks one, and the axis upwards is how often the pick is right, exactly, with " +
      "Student's 95% interval over questions. Where a line falls, optimizing further makes " +
      "answers worse. Data: with each model's turn and what is lost from there to the most draws.",
  );
}

function pointOf(name: string, n: number, gold: readonly number[]) {
  const y = overTasks(gold) ?? mean(gold);
  const value = typeof y === "number" ? y : y.value;
  return { x: distanceOf(n), y, title: `${name}: best of ${n}, ${decimal(value, 3)} right` };
}

function rowsOf({ gold, ...who }: Optimised) {
  const turn = turnOf(gold);
  return draws.map((n, i) => {
    const values = gold.map((row) => row[i]!);
    const found = overTasks(values);
    return {
      ...who,
      n,
      distance: distanceOf(n),
      questions: gold.length,
      gold: mean(values),
      low: found?.low ?? null,
      high: found?.high ?? null,
      turns_at: turn?.n ?? null,
      lost: turn?.lost.value ?? null,
      lost_low: turn?.lost.low ?? null,
      lost_high: turn?.lost.high ?? null,
    };
  });
}
