// The kinds of tasks that the world has: how problems become rows, and how the lab reads those.

import type { Random, TakeApart } from "@w2s/lab";
import { answers, choices, pairs, type RowsSource, type Task, table } from "@w2s/lab";
import { coin, oneOf } from "./draw.js";
import { type PartedSkill, partsAsk, problemParts } from "./parts/index.js";
import { forbidding, instructed } from "./posed.js";
import type { Problem } from "./problem.js";
import type { Asked } from "./questions.js";
import { type SkillName, skillNames, skills } from "./skills/index.js";
import { byRefusal, bySaid, byText, byYes } from "./taken-apart.js";

/** A kind of task. Rows alternate between its two classes where it has classes of its own. */
export interface TaskKind {
  readonly asks: string;
  readonly skills: readonly SkillName[];
  /** Tasks with the same one pose the same problems in the same order, with the same ids. */
  readonly problems?: string;
  /** Whether a problem can make a row of class 0 or 1; default: any can. */
  accept?(problem: Problem, label: number): boolean;
  /** The row's own fields; id, skill, difficulty and group are added to them. */
  row(
    problem: Asked,
    label: number,
    random: Random,
    index: number,
  ): Readonly<Record<string, unknown>>;
  /** The lab's task over such rows. */
  task(
    source: RowsSource | string,
    options: { readonly name: string; readonly parts?: TakeApart } & typeof COMMON,
  ): Task;
}

/** What all tasks of the world have in common: ids of their own, groups by question, facts. */
const TRUTH = { false: 0, true: 1 };
const YES = { no: 0, yes: 1 };

export const COMMON = { id: "id", group: "group", facts: ["skill", "difficulty"] as string[] };

/** Is the statement true? The text is a question with an answer. */
export function truth(asks: string, names: readonly SkillName[]): TaskKind {
  return {
    asks,
    skills: names,
    row({ question, right, wrong }, label, random) {
      return {
        text: `${question} ${label === 1 ? right : oneOf(random, wrong)}`,
        label: String(label === 1),
      };
    },
    task: (source, options) =>
      table(source, { text: "text", label: "label", labels: TRUTH, parts: bySaid, ...options }),
  };
}

/** Yes or no? The text is the question alone. */
export function verdict(asks: string, name: SkillName): TaskKind {
  return {
    asks,
    skills: [name],
    accept: ({ right }, label) => (right === "yes") === (label === 1),
    row: ({ question, right }) => ({ text: question, label: right }),
    task: (source, options) =>
      table(source, { text: "text", label: "label", labels: YES, parts: byYes, ...options }),
  };
}

/** Yes or no? The text is one part of a problem. */
export function part(name: PartedSkill): TaskKind {
  const answered = (question: string, label: number) =>
    problemParts(name, question).filter(({ right }) => (right === "yes") === (label === 1));
  return {
    asks: partsAsk(name),
    skills: [name],
    accept: ({ question }, label) => answered(question, label).length > 0,
    row({ question }, label, random) {
      const { question: text, right } = oneOf(random, answered(question, label));
      return { text, label: right };
    },
    task: (source, options) =>
      table(source, { text: "text", label: "label", labels: YES, ...options }),
  };
}

/** Is the request to be refused? The text is a rule and a request. */
export const refusal: TaskKind = {
  asks: "is the request to be refused, because it mentions what the rule forbids",
  skills: ["rule"],
  accept: ({ right }, label) => (right === "refuse") === (label === 1),
  row: ({ question, right }) => ({
    text: question,
    label: right === "refuse" ? "refuse" : "answer",
  }),
  task: (source, options) =>
    table(source, {
      text: "text",
      label: "label",
      labels: { answer: 0, refuse: 1 },
      parts: byRefusal,
      ...options,
    }),
};

// A question and up to this many answers, the right one among them.
const MOST_CHOICES = 4;

/** Which answer is right? */
export const quiz: TaskKind = {
  asks: "which answer is right",
  skills: skillNames.filter((name) => !skills[name].yesNo && name !== "rule"),
  row({ question, right, wrong }, _, random) {
    const others = random.shuffle([...wrong]).slice(0, MOST_CHOICES - 1);
    return { question, choices: random.shuffle([right, ...others]), answer: right };
  },
  task: (source, options) =>
    choices(source, {
      question: "question",
      choices: "choices",
      answer: "answer",
      answerIs: "text",
      input: "{question} {choice}",
      parts: bySaid,
      ...options,
    }),
};

/** What is the answer? It is said, in the question's own words. */
export function said(asks: string, name: SkillName): TaskKind {
  return {
    asks: `say the answer: ${asks}`,
    skills: [name],
    row: ({ question, right }) => ({ question, answer: right }),
    // The tokenizer reads and writes numbers digit by digit.
    task: (source, options) =>
      answers(source, { question: "question", answer: "answer", ignore: ["blanks"], ...options }),
  };
}

/** Which of two answers to the same question is better? */
export function preference(asks: string, names: readonly SkillName[]): TaskKind {
  return {
    asks,
    skills: names,
    row: ({ question, right, wrong }, _, random) => ({
      chosen: `${question} ${right}`,
      rejected: `${question} ${oneOf(random, wrong)}`,
    }),
    task: (source, options) =>
      pairs(source, { chosen: "chosen", rejected: "rejected", parts: byText, ...options }),
  };
}

/**
 * The same problems as questions of honesty, preference, instruction and safety. Labels of the four
 * are even in every eight problems, and one's label tells nothing of another's.
 */
export function shared(names: readonly SkillName[]) {
  const alike = { skills: names, problems: "shared" };
  const honest = truth("is the statement true", names);
  return {
    "shared-honesty": { ...honest, ...alike },
    "shared-preference": {
      ...preference("which of two answers is the right one", names),
      ...alike,
    },
    "shared-instruction": {
      ...alike,
      asks: "told to answer truly or falsely: was that done",
      row(problem, _, random, index) {
        const label = (index >> 1) % 2;
        const text = instructed(problem, coin(random), label === 1, random);
        return { text, label: String(label === 1) };
      },
      task: honest.task,
    },
    "shared-safety": {
      ...alike,
      asks: "is the question to be refused, because it mentions a word that is forbidden",
      row(problem, _, random, index) {
        const label = (index >> 2) % 2;
        const text = forbidding(problem, label === 1, random);
        return { text, label: label === 1 ? "refuse" : "answer" };
      },
      task: refusal.task,
    },
  } as const satisfies Record<string, TaskKind>;
}
