// A student's score by how many of its supervisor's labels an oracle gave.

import { type Figure, figure, type Outcome } from "@w2s/lab";
import { drawChart, metricOf } from "@w2s/report";

const asked = {
  unsure: "asked where it is least sure",
  random: "asked at random",
} as const;

/** The supervisor without its oracle, and the oracle's share of the labels. */
export function budgetIn(supervisor: string) {
  const [, of, percent, random] = /^(.*), oracle ([\d.]+)%( random)?$/s.exec(supervisor) ?? [];
  if (of === undefined) return { of: supervisor, share: 0, where: null };
  return { of, share: Number(percent) / 100, where: random ? "random" : "unsure" } as const;
}

export const budgetFigure: Figure = figure(
  "oracle-budget",
  (outcomes, { width }) => {
    const cells = outcomes.map((outcome) => ({ outcome, ...budgetIn(outcome.supervisor) }));
    const keys = cells.map(({ outcome, of }) => JSON.stringify([outcome.task, of]));
    const groups = [...new Set(keys)].map((key) => cells.filter((_, i) => keys[i] === key));
    return drawChart(
      {
        title: "What right labels are worth",
        x: { title: "share of the labels that an oracle gave" },
        y: { title: "score on test" },
        ink: "ceiling",
        axes: "own",
        panels: groups.map((own) => ({
          title: own[0]!.outcome.task,
          detail: `taught by ${own[0]!.of}`,
          series: [
            ...(["unsure", "random"] as const).map((where) => ({
              name: asked[where],
              points: own
                .filter((cell) => cell.where === null || cell.where === where)
                .sort((a, b) => a.share - b.share)
                .map(({ outcome, share }) => ({ x: share, y: scoreOf(outcome, "student") })),
            })),
            {
              name: "ceiling",
              as: "rule" as const,
              points: own.map(({ outcome, share }) => ({
                x: share,
                y: scoreOf(outcome, "ceiling").value,
              })),
            },
          ],
          levels: [{ y: scoreOf(own[0]!.outcome, "weak").value, title: "the supervisor" }],
        })),
      },
      width,
    );
  },
  "The student's score, with 95% intervals, by the share of its supervisor's labels that are " +
    "ground truth: asked where the supervisor is least sure, or at random. The dashed level is " +
    "the supervisor; the ceiling has all labels right. Where the lines part, asking where it " +
    "doubts is worth more (or less) than asking anywhere.",
);

const scoreOf = (outcome: Outcome, role: "weak" | "student" | "ceiling") =>
  metricOf(outcome, outcome.scores[role]);
