// A case of every kind of task: rows, and of each option a value other than its default. The map is
// total, so that a kind without one does not compile.

import { answers, choices, pairs, table } from "../describe.js";
import type { Source } from "../source.js";
import type { Task } from "../task.js";

/** Options or a row, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** What the suite must know of a kind. */
export interface KindCase {
  /** The function that users call; the compiler checks options where they do. */
  make(source: Source, options: Fields): Task;
  /** The fields of row `i` that are the kind's own: the same for 0 and 1, for 2 and 3 and so on. */
  row(i: number): Fields;
  /** The options that it cannot do without, for these rows. */
  readonly needed: Fields;
  /** Of each of its own options a value other than its default. */
  readonly values: Fields;
  /** What must be said before an option can be. */
  readonly first?: Readonly<Record<string, Fields>>;
  /** Options without which rows are refused once that is said, and how. */
  readonly without?: Readonly<Record<string, string>>;
  /** Options of all kinds that this one refuses, and how it says so. */
  readonly refused?: Readonly<Record<string, string>>;
  /** Examples of a row. */
  readonly each: number;
  /** Fields of a row that have only one class; null: no rows can. */
  readonly oneClass: { readonly fields: Fields; readonly options: Fields } | null;
}

export const kindCases: { readonly [K in Task["kind"]]: KindCase } = {
  table: {
    make: (source, options) => table(source, options as never),
    row: (i) => ({
      text: `the text ${i >> 1}`,
      other: `another text ${i >> 1}`,
      label: Number(i % 3 === 0),
      flag: Number(i % 3 === 1),
      third: i % 3,
    }),
    needed: { text: "text", label: "label" },
    values: {
      text: "{text} {other}",
      label: "flag",
      labels: { 0: 1, 1: 0 },
      classes: 3,
      balance: false,
      evenWithin: "passage",
    },
    first: { classes: { label: "third" } },
    without: { classes: '"third" must be 0 or 1, got 2' },
    each: 1,
    oneClass: { fields: { label: 0 }, options: {} },
  },
  choices: {
    make: (source, options) => choices(source, options as never),
    row: (i) => ({
      question: `which is ${i >> 1}?`,
      other: `what is ${i >> 1}?`,
      first: `${i} a`,
      second: `${i} b`,
      third: `${i} c`,
      answer: i % 3,
      said: `${i} ${"abc"[i % 3]}`,
    }),
    needed: { question: "question", choices: ["first", "second", "third"], answer: "answer" },
    values: {
      question: "other",
      choices: ["third", "second", "first"],
      answer: "said",
      answerIs: "index",
      labels: { 0: 1, 1: 2, 2: 0 },
      together: 3,
      input: "{question} Is it {choice}?",
    },
    each: 2,
    oneClass: { fields: { answer: 0 }, options: { together: 3 } },
  },
  pairs: {
    make: (source, options) => pairs(source, options as never),
    row: (i) => ({
      better: `a good answer to ${i >> 1}`,
      worse: `no answer to ${i >> 1}`,
      other: `silence on ${i >> 1}`,
      asked: `what is ${i >> 1}?`,
    }),
    needed: { chosen: "better", rejected: "worse" },
    values: {
      chosen: "{better}!",
      rejected: "other",
      prompt: "asked",
      input: "1) {first}\n2) {second}",
    },
    first: { input: { as: "binary" } },
    each: 1,
    // Which text stands first is drawn.
    oneClass: null,
  },
  answers: {
    make: (source, options) => answers(source, options as never),
    row: (i) => ({
      question: `what is ${i >> 1} and one?`,
      other: `say ${i >> 1} and one.`,
      answer: (i >> 1) + 1,
      also: `Number ${(i >> 1) + 1}`,
    }),
    needed: { question: "question", answer: "answer" },
    values: { question: "other", answer: "also", alsoRight: "also", ignore: ["case"] },
    refused: { as: 'answers: has no form of two classes, got as: "binary"; leave it out' },
    each: 1,
    oneClass: null,
  },
};

/** Of each option of all kinds a value other than its default; files are those of the suite. */
export const commonValues = {
  name: "mine",
  id: "key",
  group: "passage",
  facts: ["level"],
  parts: "apart",
  as: "binary",
  test: "test.jsonl",
  validation: "validation.jsonl",
  splits: { test: 0.3 },
  limit: 40,
  seed: 1,
  allowEmpty: true,
  dropEmpty: true,
  format: "jsonl",
  delimiter: ";",
  header: false,
  quotes: "backslash",
} as const satisfies Fields;

/** Row `i` of a case: its own fields, and those that options of all kinds name. */
export const rowOf = ({ row }: KindCase, i: number): Fields => ({
  key: `row ${i}`,
  passage: `passage ${i >> 2}`,
  level: i % 7,
  apart: { parts: [{ text: "is it?", label: 1 }], combine: "all" },
  ...row(i),
});
