// What appended features do to a student: its score, its ceiling, and the errors that it repeats.

import { type Figure, figure, type Outcome } from "@w2s/lab";
import { drawChart, intervalText, mean, metricOf } from "@w2s/report";
import { leavingOutTasks } from "../statistics.js";

/** What a student reads beside its own features. */
export type Beside = "alone" | "+ another's" | "+ supervisor's";

/** Outcomes of one supervisor on one task by what their students read. */
interface Read {
  readonly task: string;
  readonly supervisor: string;
  readonly alone: Outcome;
  readonly own: Outcome;
  /** One for each other model whose features are appended. */
  readonly others: readonly Outcome[];
}

/** The outcomes by task and supervisor; labels of joined features are "strong+weak". */
export function readsOf(outcomes: readonly Outcome[]): Read[] {
  const labels = [...new Set(outcomes.map(({ student }) => student))];
  const base = labels.find((label) => labels.every((one) => one.startsWith(label)));
  const keyOf = ({ task, supervisor }: Outcome) => JSON.stringify([task, supervisor]);
  return [...new Set(outcomes.map(keyOf))].flatMap((key) => {
    const group = outcomes.filter((outcome) => keyOf(outcome) === key);
    const { task, supervisor } = group[0]!;
    const alone = group.find(({ student }) => student === base);
    const own = group.find(({ student }) => student === `${base}+${supervisor}`);
    const others = group.filter((one) => one !== alone && one !== own);
    return alone && own ? [{ task, supervisor, alone, own, others }] : [];
  });
}

export const scoresFigure: Figure = figure(
  "imitability",
  (outcomes, { width }) => {
    const reads = readsOf(outcomes);
    const tasks = [...new Set(reads.map(({ task }) => task))];
    return drawChart(
      {
        title: "One student, by what it reads beside its own features",
        x: { title: "features", scale: "names" },
        y: { title: "score on test" },
        panels: tasks.map((task) => {
          const own = reads.filter((read) => read.task === task);
          return {
            title: task,
            series: own.flatMap((read) => [
              { name: `student of ${read.supervisor}`, points: pointsOf(read, "student") },
              {
                name: `ceiling beside ${read.supervisor}`,
                as: "marks" as const,
                points: pointsOf(read, "ceiling"),
              },
            ]),
          };
        }),
      },
      width,
    );
  },
  "A probe of the strongest model alone, with the features of another supervisor appended, " +
    "and with those of its own supervisor, whose labels are then linear in what it reads. Where " +
    "the student falls and the ceiling does not, what it can imitate has cost what it " +
    "generalizes. Bars are 95% intervals; there is a mark for each other supervisor.",
);

function pointsOf({ alone, own, others }: Read, role: "student" | "ceiling") {
  const at = (x: Beside) => (outcome: Outcome) => ({
    x,
    y: metricOf(outcome, outcome.scores[role]),
  });
  return [at("alone")(alone), ...others.map(at("+ another's")), at("+ supervisor's")(own)];
}

export const costFigure: Figure = figure(
  "imitation-costs",
  (outcomes, { width }) => {
    const reads = readsOf(outcomes);
    const panels = [
      { title: "student", role: "student", beside: "alone" },
      { title: "ceiling", role: "ceiling", beside: "alone" },
      { title: "student", role: "student", beside: "another's" },
      { title: "ceiling", role: "ceiling", beside: "another's" },
    ] as const;
    return drawChart(
      {
        title: "What reading the supervisor's features changes",
        x: { title: "errors repeated: more than without" },
        y: { title: "score: more than without" },
        columns: 2,
        panels: panels.map(({ title, role, beside }) => {
          const points = reads.flatMap((read) => {
            const against = beside === "alone" ? [read.alone] : read.others;
            const errors = [read.own, ...against].map((one) => one.errorsRepeated.student?.value);
            if (against.length === 0 || errors.includes(undefined)) return [];
            const [own, ...rest] = errors as number[];
            const scoreIn = (one: Outcome) => metricOf(one, one.scores[role]).value;
            const y = scoreIn(read.own) - mean(against.map(scoreIn));
            const { task, supervisor } = read;
            return [{ x: own! - mean(rest), y, task, title: `${task}, taught by ${supervisor}` }];
          });
          return {
            title: beside === "alone" ? `${title}, than alone` : `${title}, than beside another's`,
            detail: meanText(points),
            series: [...new Set(points.map(({ task }) => task))].map((task) => ({
              name: task,
              as: "marks" as const,
              points: points.filter((point) => point.task === task),
            })),
            levels: [{ y: 0, title: "no difference" }],
          };
        }),
      },
      width,
    );
  },
  "Each mark is one task and supervisor: how many more of the supervisor's errors the student " +
    "repeats when it reads the supervisor's features, and how its score and its ceiling's " +
    "change. The mean change has a 95% interval over tasks where there are three.",
);

function meanText(points: readonly { readonly x: number; readonly y: number; task: string }[]) {
  const found = leavingOutTasks(points, (some) => mean(some.map(({ y }) => y)));
  return found === null ? "" : `mean ${intervalText(found, 3)}`;
}
