// Imitation made trivial: every text tells the student what its supervisor said.

import { confidence, naive, type StudentSpec, study, told } from "@w2s/lab";
import { barsFigure, pgrOf } from "../bars.js";
import type { Experiment } from "../experiment.js";
import { finetuned, probed, settingOf } from "../setting.js";

const world = {
  tasks: ["sorted", "brackets", "containment", "palindrome"],
  widths: [32, 128],
} as const;

/** What tables add to a student's label, and the figure's places. */
const [paper, known] = ["told", "told in known words"];

const placeOf = (student: string): string =>
  [known, paper].find((as) => student.endsWith(`, ${as}`)) ?? "not told";

const toldFigure = barsFigure({
  name: "trivial-imitation",
  title: "Recovered where imitation is trivial",
  across: "what the student is told",
  upwards: "PGR",
  domain: [-1, 1.2],
  levels: [{ y: 0, title: "imitation" }],
  bar(outcome) {
    const value = pgrOf(outcome);
    const adapted = outcome.studentModel.adapted.split(",")[0];
    const series = `${outcome.method}, ${adapted}`;
    return value === null ? null : { place: placeOf(outcome.student), series, value };
  },
  doc:
    "Figure 27: PGR of students whose every text ends in what their supervisor says of it, and " +
    "of the same students without: in the paper's words (I think this is correct. What do you " +
    "think?), and in words that the model knows. At 0 a student only imitates. Pairs without " +
    "a clear gap are left out.",
});

export const trivialImitation: Experiment = {
  name: "trivial-imitation",
  question: "What is left of weak-to-strong generalization where imitating is trivial?",
  source: "Burns et al. 2023, appendix E.3, figure 27",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const isWorld = given.models.length === 0;
    // Questions of the world end in yes or no.
    const words = given.tasks.length === 0 ? ["no", "yes"] : null;
    const waysOf = (student: StudentSpec) => [
      student,
      told(student, { as: paper! }),
      ...(words === null ? [] : [told(student, { as: known!, words })]),
    ];
    const [weakest, strongest] = [ladder[0]!, ladder.at(-1)!];
    const adapt = isWorld ? [probed, finetuned] : [probed];
    const [weak, strong] = [weakest, strongest].map((rung) => adapt.map((how) => how(rung)));
    const waysOfStrong = strong!.map(waysOf);
    return study({
      name: "trivial-imitation",
      task: tasks,
      supervisors: weak!,
      students: waysOfStrong.flat(),
      teaches: (supervisor, student) =>
        waysOfStrong[weak!.indexOf(supervisor as StudentSpec)]!.includes(student),
      methods: [naive(), confidence({ alpha: 0.75 })],
      seeds: 5,
      arms: [],
      figures: [toldFigure],
      notes: [
        ...notes,
        "A student that is told its supervisor's label can imitate at no cost; its ceiling reads " +
          "the same texts.",
      ],
    });
  },
};
