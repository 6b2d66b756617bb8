// What the choice of an evaluation is worth, over the last step.

import { type Figure, figure, type Outcome } from "@w2s/lab";
import { drawChart, intervalText, mean, metricOf } from "@w2s/report";
import { leavingOutTasks } from "../statistics.js";

/** Ways to choose an evaluation, as students' labels tell them, and as the figure does. */
const ways = [
  { is: / \(selection last\)$/, name: "last step" },
  { is: / \(selection agreement\)$/, name: "weak labels" },
  { is: /, oracle$/, name: "ground truth" },
] as const;

const chosen = ({ student }: Outcome) => ways.find(({ is }) => is.test(student));

/** The student's label without how it was stopped. */
const stem = ({ student }: Outcome): string =>
  ways.reduce((label, { is }) => label.replace(is, ""), student);

/** Outcomes that differ in how their student was stopped alone. */
function alike(outcomes: readonly Outcome[]) {
  const keyOf = (one: Outcome) => JSON.stringify([one.task, one.supervisor, stem(one)]);
  const known = outcomes.filter((one) => chosen(one) !== undefined);
  return [...new Set(known.map(keyOf))].map((key) => {
    const own = known.filter((one) => keyOf(one) === key);
    const by = new Map(own.map((one) => [chosen(one)!.name, one]));
    const { task, supervisor } = own[0]!;
    return { task, supervisor, student: stem(own[0]!), by };
  });
}

const studentScore = (one: Outcome) => metricOf(one, one.scores.student);

export const gainsFigure: Figure = figure(
  "stopping",
  (outcomes, { width }) => {
    const cells = alike(outcomes);
    const groups = [
      ...new Set(cells.map(({ supervisor, student }) => `${student}\n${supervisor}`)),
    ];
    return drawChart(
      {
        title: "What choosing an evaluation brings over the last step",
        x: { title: "the evaluation that is kept is chosen on", scale: "names" },
        y: { title: "score less the last step's" },
        columns: 2,
        panels: groups.map((group) => {
          const own = cells.filter(
            ({ supervisor, student }) => `${student}\n${supervisor}` === group,
          );
          const gains = own.flatMap(({ task, by }) => {
            const last = by.get("last step");
            return ways.slice(1).flatMap(({ name }) => {
              const other = by.get(name);
              if (!last || !other) return [];
              return [{ task, x: name, y: studentScore(other).value - studentScore(last).value }];
            });
          });
          return {
            title: own[0]!.student,
            detail: `taught by ${own[0]!.supervisor}`,
            series: [
              ...[...new Set(gains.map(({ task }) => task))].map((task) => ({
                name: task,
                as: "marks" as const,
                points: gains.filter((gain) => gain.task === task),
              })),
              { name: "mean of tasks", as: "marks" as const, points: meansOf(gains) },
            ],
            levels: [{ y: 0, title: "the last step" }],
          };
        }),
        ink: "mean of tasks",
      },
      width,
    );
  },
  "Evaluations are made every tenth of an epoch. Each mark is one task: how much better the " +
    "student is whose evaluation agrees most with the supervisor's labels on validation, or, as " +
    "nobody could choose, with ground truth there. The mean over tasks has a 95% interval over " +
    "tasks where there are three.",
);

function meansOf(
  gains: readonly { readonly task: string; readonly x: string; readonly y: number }[],
) {
  return ways.slice(1).flatMap(({ name }) => {
    const own = gains.filter(({ x }) => x === name).map(({ y, task }) => ({ x: 0, y, task }));
    if (own.length === 0) return [];
    const meanIn = (some: readonly { readonly y: number }[]) => mean(some.map(({ y }) => y));
    const found = leavingOutTasks(own, meanIn);
    const text = found ? `: ${intervalText(found, 3)}` : "";
    return [{ x: name, y: found ?? meanIn(own), title: `mean, ${name}${text}` }];
  });
}

export const scoresFigure: Figure = figure(
  "stopping-scores",
  (outcomes, { width }) => {
    const cells = alike(outcomes);
    const groups = [...new Set(cells.map(({ task, student }) => `${task}\n${student}`))];
    return drawChart(
      {
        title: "Students and ceilings, by the evaluation that is kept",
        x: { title: "chosen on", scale: "names" },
        y: { title: "score on test" },
        panels: groups.map((group) => {
          const own = cells.filter(({ task, student }) => `${task}\n${student}` === group);
          const at = (by: (typeof own)[number]["by"], role: "student" | "ceiling") =>
            ways.flatMap(({ name }) => {
              const one = by.get(name);
              return one ? [{ x: name, y: metricOf(one, one.scores[role]) }] : [];
            });
          return {
            title: own[0]!.task,
            detail: own[0]!.student,
            series: [
              ...own.map(({ supervisor, by }) => ({
                name: `taught by ${supervisor}`,
                points: at(by, "student"),
              })),
              { name: "ceiling", points: at(own[0]!.by, "ceiling") },
            ],
          };
        }),
        ink: "ceiling",
        axes: "own",
      },
      width,
    );
  },
  "Scores with 95% intervals. The ceiling is stopped as its student is, on ground truth of " +
    "validation where the student is stopped on labels.",
);
