// Six panels a task: accuracy above, agreement with the labels below; labels that a student can
// imitate exactly, that it cannot imitate at all, and a mixture. Source: Burns et al. 2023,
// appendix E.1, figure 24.

import { type Estimate, type Figure, figure, type Outcome } from "@w2s/lab";
import { type ChartPanel, type ChartSeries, drawChart } from "@w2s/report";
import type { Roles } from "./roles.js";

const doc =
  "Logistic regressions on the first k features of one layer. Lines are supervisors, places " +
  "along the axis the features that their students see; marks stop as scikit-learn does, the " +
  "line without marks goes to the optimum, and dotted is the supervisor's own accuracy. Left, " +
  "labels are the supervisor's, which its students can imitate exactly; in the middle, ground " +
  "truth with as many labels flipped at random; right, labels of one regression with more and " +
  "more of them flipped, and a student that sees all features. Above accuracy on test, below " +
  "agreement with the labels there.";

const truth = "ground truth";

/** A figure a task, in the order of `tasks`. */
export function difficultyFigures(tasks: readonly string[], roles: Roles): Figure[] {
  return tasks.map((task, i) =>
    figure(
      i === 0 ? "simulation-difficulty" : `simulation-difficulty-${i + 1}`,
      (outcomes, { width }) => {
        const own = outcomes.filter((outcome) => outcome.task === task);
        if (own.length === 0) return null;
        const panels = panelsOf(own, roles);
        return drawChart(
          {
            title: `${task}: ${sizesText(own[0]!, roles)}`,
            x: { title: "features of the student", scale: "names" },
            y: { title: "share of test examples", domain: [lowest(panels), 1] },
            panels,
            ink: truth,
            axes: "own",
            columns: 3,
          },
          width,
        );
      },
      doc,
    ),
  );
}

/** How many examples supervisors and students learn from, and how many the sources had. */
function sizesText({ splits }: Outcome, { wanted }: Roles): string {
  const shown = (count: number) => count.toLocaleString("en-US");
  // A tenth is held out for the early stopping of supervisors that have one.
  const learnt = [Math.round(0.9 * splits.supervise), splits.transfer];
  const text = learnt.map(shown).join(" + ");
  const near = wanted.every((count, i) => Math.abs(learnt[i]! - count) <= 0.02 * count);
  return near
    ? `${text} examples`
    : `${text} examples, where ${wanted.map(shown).join(" + ")} were`;
}

/** A twentieth below the lowest that is drawn, in steps of .05. */
function lowest(panels: readonly ChartPanel[]): number {
  const values = panels.flatMap(({ series }) =>
    series.flatMap(({ points }) => points.map(({ y }) => (typeof y === "number" ? y : y.low))),
  );
  return Math.floor(20 * Math.min(...values, 0.95)) / 20;
}

type Shown = (outcome: Outcome) => number | Estimate;
const accuracy: Shown = ({ scores }) => scores.student.accuracy;
const agreement: Shown = ({ agreement: said }) => said.overall;

function panelsOf(outcomes: readonly Outcome[], roles: Roles): ChartPanel[] {
  const rows = [
    { letters: "abc", what: "accuracy", of: accuracy },
    { letters: "def", what: "agreement", of: agreement },
  ];
  return rows.flatMap(({ letters, what, of }) => {
    const [first, second, third] = letters;
    const ceiling = of === accuracy ? [ceilingOf(outcomes, roles)] : [];
    return [
      {
        title: `${first} simulatable`,
        detail: what,
        ...bySupervisor(outcomes, roles.simulatable, roles, of, ceiling),
      },
      {
        title: `${second} random`,
        detail: what,
        ...bySupervisor(outcomes, roles.flipped, roles, of, ceiling),
      },
      {
        title: `${third} first ${roles.base} and noise`,
        detail: what,
        across: "labels flipped at random",
        series: mixture(outcomes, roles, of),
      },
    ];
  });
}

/** A student's place along the axis. */
const place = (k: number): string => (Number.isFinite(k) ? String(k) : "all");

/** A line a supervisor, twice: stopped as scikit-learn does, with marks, and at the optimum. */
function bySupervisor(
  outcomes: readonly Outcome[],
  supervisors: ReadonlyMap<string, number>,
  { students, optimal }: Roles,
  of: Shown,
  ceiling: readonly ChartSeries[],
) {
  const series = [...supervisors].flatMap(([label, k]) => {
    const taught = outcomes.filter(({ supervisor }) => supervisor === label);
    const line = (by: ReadonlyMap<string, number>): ChartSeries["points"] =>
      [...by].flatMap(([student, features]) =>
        taught
          .filter((outcome) => outcome.student === student)
          .map((outcome) => ({ x: place(features), y: of(outcome) })),
      );
    const name = `first ${k}`;
    return [
      { name, points: line(students) },
      { name, points: line(optimal).map(withoutInterval), as: "rule" as const },
    ];
  });
  const levels = [...supervisors].flatMap(([label, k]) => {
    const found = outcomes.find(({ supervisor }) => supervisor === label);
    if (found === undefined) return [];
    const y = found.scores.weak.accuracy.value;
    return [{ y, title: "how often these labels are right", of: `first ${k}` }];
  });
  return { series: [...ceiling, ...series], levels };
}

const withoutInterval = ({ x, y }: ChartSeries["points"][number]) => ({
  x,
  y: typeof y === "number" ? y : y.value,
});

function ceilingOf(outcomes: readonly Outcome[], { students }: Roles): ChartSeries {
  const points = [...students].flatMap(([student, features]) => {
    const found = outcomes.find((outcome) => outcome.student === student);
    return found ? [{ x: place(features), y: found.scores.ceiling.accuracy }] : [];
  });
  return { name: truth, points };
}

/** The student of all features, its noisy labels, and the regression that they come from. */
function mixture(outcomes: readonly Outcome[], roles: Roles, of: Shown): ChartSeries[] {
  const { base, noisy, simulatable, students } = roles;
  const all = [...students].find(([, features]) => !Number.isFinite(features))![0];
  const plain = [...simulatable].find(([, k]) => k === base)![0];
  const found = [[plain, 0] as const, ...noisy].flatMap(([label, rate]) => {
    const outcome = outcomes.find((one) => one.supervisor === label && one.student === all);
    return outcome ? [{ rate, x: `${Math.round(100 * rate)}%`, outcome }] : [];
  });
  const isAccuracy = of === accuracy;
  const own = found[0]?.outcome.scores.weak.accuracy.value ?? Number.NaN;
  return [
    { name: "all features", points: found.map(({ x, outcome }) => ({ x, y: of(outcome) })) },
    {
      name: `first ${base}`,
      as: "rule",
      points: found.map(({ x, rate }) => ({ x, y: isAccuracy ? own : 1 - rate })),
    },
    ...(isAccuracy
      ? [
          {
            name: "its noisy labels",
            points: found.map(({ x, outcome }) => ({ x, y: outcome.scores.weak.accuracy })),
          },
        ]
      : []),
  ];
}
