// Six readings of one model, and how much of its supervisor each has.

import { type Estimate, type Figure, figure, type Outcome } from "@w2s/lab";
import { drawChart, metricOf } from "@w2s/report";

/** What of an outcome is a reading of the model, by how the student is adapted. */
const readings: readonly {
  readonly name: string;
  readonly adapted: RegExp;
  readonly role: "student" | "ceiling";
}[] = [
  { name: "lp(weak)", adapted: /^probe/, role: "student" },
  { name: "lp(gt)", adapted: /^probe/, role: "ceiling" },
  { name: "ft(weak)", adapted: /^finetuned(?!.*reprobed)/, role: "student" },
  { name: "ft(weak) + lp(weak)", adapted: /reprobed/, role: "student" },
  { name: "ft(weak) + lp(gt)", adapted: /reprobed/, role: "ceiling" },
  { name: "ft(gt)", adapted: /^finetuned(?!.*reprobed)/, role: "ceiling" },
];

interface Read {
  readonly name: string;
  readonly role: "student" | "ceiling";
  readonly outcome: Outcome;
}

/** The readings of outcomes that differ in how their student is adapted alone. */
export const readingsOf = (outcomes: readonly Outcome[]): Read[] =>
  readings.flatMap(({ name, adapted, role }) => {
    const outcome = outcomes.find(({ studentModel }) => adapted.test(studentModel.adapted));
    return outcome === undefined ? [] : [{ name, role, outcome }];
  });

function panels(outcomes: readonly Outcome[], of: (read: Read) => number | Estimate | null) {
  return [...new Set(outcomes.map(({ task }) => task))].map((task) => {
    const own = outcomes.filter((outcome) => outcome.task === task);
    const supervisors = [...new Set(own.map(({ supervisor }) => supervisor))];
    return {
      title: task,
      series: supervisors.map((supervisor) => ({
        name: `taught by ${supervisor}`,
        points: readingsOf(own.filter((outcome) => outcome.supervisor === supervisor)).flatMap(
          (read) => {
            const y = of(read);
            return y === null ? [] : [{ x: read.name, y }];
          },
        ),
      })),
      levels: supervisors.map((supervisor) => {
        const { scores } = own.find((outcome) => outcome.supervisor === supervisor)!;
        return {
          y: scores.weak.accuracy.value,
          title: "the supervisor itself",
          of: `taught by ${supervisor}`,
        };
      }),
    };
  });
}

export const readingsFigure: Figure = figure(
  "saliency",
  (outcomes, { width }) =>
    drawChart(
      {
        title: "How linear the task is in a model's features, before and after",
        x: { title: "how the model is read", scale: "names" },
        y: { title: "score on test" },
        columns: 2,
        panels: panels(outcomes, ({ outcome, role }) => metricOf(outcome, outcome.scores[role])),
      },
      width,
    ),
  "lp: a linear probe; ft: the whole model finetuned; (weak) on the supervisor's labels, (gt) " +
    "on ground truth. ft(weak) + lp(gt) is a probe on ground truth of the features that " +
    "finetuning on weak labels left: above lp(gt), weak labels made the task more linear there. " +
    "Levels are the supervisors' own scores; bars are 95% intervals.",
);

export const imitationFigure: Figure = figure(
  "supervisor-linear",
  (outcomes, { width }) =>
    drawChart(
      {
        title: "How much of its supervisor each reading has",
        x: { title: "how the model is read", scale: "names" },
        y: { title: "errors repeated" },
        columns: 2,
        panels: panels(outcomes, ({ outcome, role }) => outcome.errorsRepeated[role]).map(
          ({ title, series }) => ({ title, series }),
        ),
      },
      width,
    ),
  "Where the supervisor is wrong on test: the share on which each reading says the same. " +
    "Readings on ground truth never saw the supervisor: what they share with it is no " +
    "imitation. A probe on weak labels that repeats more after finetuning than before says that " +
    "finetuning made the supervisor's errors linear. Bars are 95% intervals.",
);
