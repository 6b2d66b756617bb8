// Agreement with the labels and accuracy through training, a panel a structure of errors. Source:
// Burns et al. 2023, appendix E.2, figure 26.

import { type Figure, figure, type Outcome } from "@w2s/lab";
import { type ChartPanel, drawChart, meanCurve } from "@w2s/report";

const doc =
  "One student on test while it learns, mean over seeds, a panel a structure of its labels' " +
  "errors: solid its accuracy, dashed how often it says what its labels say. The grey level is " +
  "how often the labels are right, which a perfect imitator would reach. No selection saw any of " +
  "this. Where the dashed line rises and the solid one falls, errors are learnt.";

/** A figure a task, in the order of `tasks`. */
export function dynamicsFigures(tasks: readonly string[]): Figure[] {
  return tasks.map((task, i) =>
    figure(
      i === 0 ? "dynamics" : `dynamics-${i + 1}`,
      (outcomes, { width }) => {
        const own = outcomes.filter((outcome) => outcome.task === task);
        const supervisors = [...new Set(own.map(({ supervisor }) => supervisor))];
        return drawChart(
          {
            title: `${task}: agreement with the labels, and accuracy, through training`,
            x: { title: "step of training", scale: "log" },
            y: { title: "share of test examples" },
            panels: supervisors.map((name) =>
              panelOf(
                name,
                own.filter(({ supervisor }) => supervisor === name),
              ),
            ),
          },
          width,
        );
      },
      doc,
    ),
  );
}

function panelOf(title: string, outcomes: readonly Outcome[]): ChartPanel {
  const right = outcomes[0]!.scores.weak.accuracy.value;
  return {
    title,
    series: outcomes.flatMap(({ method, curves }) => {
      const own = curves.filter(({ role }) => role === "student");
      const line = (key: "testAccuracy" | "testAgreement") =>
        meanCurve(own, key).map(([x, y]) => ({ x, y }));
      return [
        { name: `${method}: accuracy`, as: "rule" as const, points: line("testAccuracy") },
        { name: `${method}: agreement`, as: "dashes" as const, points: line("testAgreement") },
      ];
    }),
    levels: [{ y: right, title: "how often the labels are right" }],
  };
}
