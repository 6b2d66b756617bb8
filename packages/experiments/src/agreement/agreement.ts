// Whether larger students copy their supervisor's errors less.

import { type Figure, figure, naive, type Outcome, study } from "@w2s/lab";
import { byTask, drawChart, mean, overTasks, sizeAxis } from "@w2s/report";
import type { Experiment } from "../experiment.js";
import { laddered, probed, settingOf } from "../setting.js";

const world = {
  tasks: ["compare", "sorted", "brackets", "majority", "maximum", "safety"],
  widths: [24, 32, 40, 48, 64, 128],
} as const;

/** What is drawn of a student's answers. */
const lines = [
  { name: "agreement where it is right", of: (row: Outcome) => row.agreement.whereSupervisorRight },
  { name: "errors copied", of: (row: Outcome) => row.errorsRepeated.student?.value ?? null },
  { name: "the ceiling's", of: (row: Outcome) => row.errorsRepeated.ceiling?.value ?? null },
];

const agreementFigure: Figure = figure(
  "agreement-by-size",
  (outcomes, { width }) => {
    const axis = sizeAxis(outcomes);
    const supervisors = [...new Set(outcomes.map(({ supervisor }) => supervisor))];
    const panels = supervisors.map((supervisor) => {
      const own = outcomes.filter((row) => row.supervisor === supervisor);
      const tasks = byTask(own).length;
      const students = [...axis.places.values()].filter(({ student }) =>
        own.some((row) => row.student === student),
      );
      return {
        title: supervisor,
        detail: `mean of ${tasks} task${tasks === 1 ? "" : "s"}`,
        series: lines.map(({ name, of }) => ({
          name,
          points: students.flatMap(({ student, short, at }) => {
            const rows = own.filter((row) => row.student === student);
            const values = rows.flatMap((row) => of(row) ?? []);
            const x = axis.kind === "order" ? short : at;
            return values.length < rows.length ? [] : [{ x, y: overTasks(values) ?? mean(values) }];
          }),
        })),
      };
    });
    return drawChart(
      {
        title: "What students repeat of their supervisor, by their size",
        x: { title: axis.title, scale: axis.kind === "order" ? "names" : "log", text: axis.text },
        y: { title: "share of test", domain: [0, 1] },
        ink: "the ceiling's",
        panels,
      },
      width,
    );
  },
  "Each panel is one supervisor, each place a student, means over tasks: how often it says what " +
    "its supervisor says where that is right, how often it repeats an error, and how often its " +
    "ceiling, which never saw those labels, makes the same error. What lies above the ceiling's " +
    "was copied. Intervals are Student's t by the spread of tasks, of three or more.",
);

export const agreement: Experiment = {
  name: "agreement",
  question: "Do larger students copy their supervisor's errors less?",
  source: "Burns et al. 2023, section 5.1.3, figure 8",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const { supervisors, students, teaches } = laddered(ladder, probed);
    return study({
      name: "agreement",
      task: tasks,
      // Enough students above each: the lower half of the ladder teaches.
      supervisors: supervisors.slice(0, Math.ceil(supervisors.length / 2)),
      students,
      teaches,
      methods: naive(),
      seeds: 5,
      figures: [agreementFigure],
      notes,
    });
  },
};
