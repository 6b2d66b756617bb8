// Supervisors that know only easy examples, students that are taught on easy or hard ones, and
// tests that are hard.

import { type Example, naive, study, type Task } from "@w2s/lab";
import type { Experiment } from "../experiment.js";
import { probed, settingOf } from "../setting.js";
import { byDifficultyFigure, scoresFigure } from "./figure.js";
import { nameOf, type Variant } from "./variants.js";

const world = {
  tasks: ["compare", "sorted", "brackets", "palindrome", "maximum", "containment"],
  widths: [32, 48, 128],
  examples: 6000,
} as const;

type Splits = NonNullable<Task["options"]["splits"]>;
type Which = NonNullable<NonNullable<Splits["only"]>["test"]>;

/** What is easy and what is hard, by what tells it. */
interface Difficulty {
  readonly by: NonNullable<Splits["by"]>;
  readonly easy: Which;
  readonly hard: Which;
  /** For the notes. */
  readonly text: string;
}

const ends = { easy: { lowest: 0.4 }, hard: { highest: 0.4 } };

/** Subjects of MMLU that are asked of schools and of colleges (Hase et al. 2024). */
const subjects = ["biology", "chemistry", "computer_science", "mathematics", "physics"];

const bySubject: Difficulty = {
  by: "subject",
  easy: subjects.map((subject) => `high_school_${subject}`),
  hard: subjects.map((subject) => `college_${subject}`),
  text: "high school is easy, college hard",
};

const byLength: Difficulty = {
  by: ({ inputs }: Example) => inputs.reduce((sum, text) => sum + [...text].length, 0),
  ...ends,
  text: "the shortest four tenths of the texts are easy, the longest four tenths hard",
};

function difficultyOf({ options }: Task): Difficulty {
  const facts = options.facts ?? [];
  if (facts.includes("difficulty")) {
    return { by: "difficulty", ...ends, text: "by difficulty, the lowest and highest four tenths" };
  }
  return facts.includes("subject") ? bySubject : byLength;
}

/** The task with its parts easy or hard. */
function varied(task: Task, variant: Variant): Task {
  const { by, ...which } = difficultyOf(task);
  const { supervise, transfer, test } = variant;
  const only = {
    supervise: which[supervise],
    transfer: which[transfer],
    ...(test === "any" ? {} : { test: which[test] }),
  };
  const splits = { ...task.options.splits, by, only };
  const name = nameOf(task.name, variant);
  return { ...task, name, options: { ...task.options, splits } } as Task;
}

const variants: readonly Variant[] = [
  { supervise: "easy", transfer: "easy", test: "hard" },
  { supervise: "easy", transfer: "hard", test: "hard" },
  { supervise: "hard", transfer: "hard", test: "hard" },
  { supervise: "easy", transfer: "easy", test: "any" },
];

export const easyToHard: Experiment = {
  name: "easy-to-hard",
  question:
    "How much of what training on hard examples gives do students get whose supervisors, or " +
    "whose lessons, are easy?",
  source: "Hase et al. 2024 (2401.06751); the sources' easy-to-hard generalization",
  study(given) {
    const { tasks, ladder, notes } = settingOf(given, world);
    const rules = new Set(tasks.map((task) => difficultyOf(task).text));
    const telling = [...rules].map((text) => `What is easy and hard: ${text}.`);
    return study({
      name: "easy-to-hard",
      task: tasks.flatMap((task) => variants.map((variant) => varied(task, variant))),
      supervisors: ladder.slice(0, -1).map((source) => probed(source)),
      students: probed(ladder.at(-1)!),
      methods: naive(),
      seeds: 5,
      figures: [scoresFigure, byDifficultyFigure],
      notes: [...notes, ...telling],
    });
  },
};
