// Multiple choice: a list of choices in one column, or a column a choice, and which is right.

import { InputError } from "@w2s/base";
import { count } from "../text.js";
import { isText, leftAside } from "./aside.js";
import { type Column, describeColumn, fieldOf, textOf } from "./columns.js";
import {
  answerNames,
  contextNames,
  isNamed,
  named,
  preferenceName,
  questionNames,
} from "./names.js";
import { identity } from "./rows-of.js";
import type { Guess, Sample } from "./sample.js";

interface Choices {
  /** The option `choices`. */
  readonly option: string | readonly string[];
  readonly columns: readonly Column[];
  readonly why: string;
  /** Of columns: the numbers or letters that tell them apart. */
  readonly marks: readonly string[];
  of(row: Readonly<Record<string, unknown>>): readonly string[];
}

/**
 * The guess, or undefined where nothing looks like choices.
 * @throws InputError where the answer could be read in two ways, or in none
 */
export function guessChoices(sample: Sample): Guess | undefined {
  const choices =
    inOneColumn(sample) ?? inSeveral(sample) ?? rightAndWrong(sample) ?? inObjects(sample);
  if (choices === undefined) return undefined;
  const answer = answerOf(sample, choices);
  if (answer === undefined) return undefined;
  const answers = [...choices.columns, answer.column];
  const texts = sample.columns.filter((each) => isText(each) && !answers.includes(each));
  const asked = named(texts, questionNames) ?? longest(texts);
  if (asked === undefined) return undefined;
  const about = askedAbout(
    asked,
    texts.filter((each) => each !== asked),
    sample,
  );
  const used = [...(about ? [about] : []), asked, ...answers];
  const found = identity(sample, used);
  const isPreference =
    Array.isArray(choices.option) &&
    choices.option.length === 2 &&
    (isNamed(answer.column, preferenceName) || isHumanRef(choices.columns[0]!));
  return {
    kind: "choices",
    options: {
      question: about ? `{${about.name}}\n{${asked.name}}` : asked.name,
      choices: choices.option,
      answer: answer.column.name,
      ...(isPreference && { together: 2 }),
      ...answer.options,
      ...found.options,
    },
    reasons: {
      question: named([asked], questionNames) ? "by its name" : "A GUESS: the longest texts",
      choices: choices.why,
      answer: answer.why,
      ...(isPreference && { together: "which of two texts is preferred: they are compared" }),
      ...found.reasons,
    },
    notes: [...answer.notes, ...leftAside(sample, used, found.options), ...found.notes],
  };
}

/** What a question is about; one that many rows share, as "cause" or "effect", needs that. */
function askedAbout(
  asked: Column,
  others: readonly Column[],
  { rows }: Sample,
): Column | undefined {
  const context = named(others, contextNames);
  if (context !== undefined || asked.distinct > rows.length / 10) return context;
  return named(others, questionNames) ?? longest(others);
}

const longest = (texts: readonly Column[]): Column | undefined =>
  [...texts].sort((a, b) => b.length - a.length)[0];

function inOneColumn({ columns }: Sample): Choices | undefined {
  const lists = columns.filter(({ ofTexts, missing }) => ofTexts && missing === 0);
  const wanted = /choices|options|endings|answers|candidates|alternatives/;
  const found = lists.find(
    (column) => isNamed(column, wanted) && !isNamed(column, /label|key|tags/),
  );
  if (found === undefined) return undefined;
  return {
    option: found.name,
    columns: lists.filter((column) => column.name.split(".")[0] === found.name.split(".")[0]),
    why: "lists of texts",
    marks: [],
    of: (row) => fieldOf(row, found.name) as string[],
  };
}

/** What columns of choices are called before their number or letter; the last one not at all. */
const stems = [
  ...["choice", "option", "answer", "ending", "sol", "solution", "alternative", "candidate"],
  ...["response", "output", "op", "human_ref", "reply", "completion", "generation", "summary", ""],
];
const numbered = new RegExp(`^(${stems.join("|")})s?_?([0-9]|[a-e])$`);

/** choice0, choice1, ...; optionA, optionB, ...; A, B, C, D. */
function inSeveral({ columns }: Sample): Choices | undefined {
  const found = columns.flatMap((column) => {
    const match = numbered.exec(column.name.toLowerCase().replaceAll(/[\s.-]+/g, "_"));
    const holds = column.kind === "text" || column.kind === "number";
    // A bare number is what a file without a header calls its columns.
    return match && holds && column.missing === 0 && !/^\d$/.test(column.name)
      ? [{ column, stem: match[1]!, mark: match[2]! }]
      : [];
  });
  const sets = [...new Set(found.map(({ stem }) => stem))].map((stem) =>
    found.filter((each) => each.stem === stem),
  );
  const best = sets
    .filter((set) => set.length > 1 && set.some(({ column }) => column.kind === "text"))
    .sort((a, b) => b.length - a.length)[0];
  if (best === undefined) return undefined;
  const sorted = [...best].sort((a, b) => (a.mark < b.mark ? -1 : 1));
  const ordered = sorted.map(({ column }) => column);
  return {
    option: ordered.map(({ name }) => name),
    columns: ordered,
    why: "columns with one name and a number or letter",
    marks: sorted.map(({ mark }) => mark),
    of: (row) => ordered.map(({ name }) => textOf(fieldOf(row, name))),
  };
}

/** The right answer in one column and wrong ones in others, as SciQ and GPQA are published. */
function rightAndWrong({ columns }: Sample): Choices | undefined {
  const whole = columns.filter(({ kind, missing }) => /text|number/.test(kind) && missing === 0);
  const right = whole.filter((column) => isNamed(column, /^correct_(answer|option)$/));
  const wrong = whole.filter((column) =>
    isNamed(column, /^((incorrect|wrong)_(answer|option)|distractor)s?_?\d*$/),
  );
  if (right.length !== 1 || wrong.length === 0) return undefined;
  const all = [...right, ...wrong];
  return {
    option: all.map(({ name }) => name),
    columns: wrong,
    why: "the right answer and wrong ones, by their names",
    marks: [],
    of: (row) => all.map(({ name }) => textOf(fieldOf(row, name))),
  };
}

/** A list of as many objects in every row, each with its text: `[{ "text": "a" }, ...]`. */
function inObjects({ columns, rows }: Sample): Choices | undefined {
  const wanted =
    /^(choices|options|answers|candidates|summaries|responses|completions|outputs|replies)$/;
  for (const column of columns.filter(({ kind, missing }) => kind === "list" && missing === 0)) {
    if (!isNamed(column, wanted)) continue;
    const lists = rows.map((row) => fieldOf(row, column.name) as readonly unknown[]);
    const count = lists[0]!.length;
    const key = ["text", "content", "value", "answer", "response", "summary"].find((name) =>
      lists.every((list) => list.every((item) => typeof textIn(item, name) === "string")),
    );
    if (key === undefined || count < 2 || lists.some((list) => list.length !== count)) continue;
    const option = Array.from({ length: count }, (_, k) => `${column.name}.${k}.${key}`);
    return {
      option,
      columns: [column],
      why: "texts in a list, as many in every row",
      marks: [],
      of: (row) => option.map((path) => textOf(fieldOf(row, path))),
    };
  }
  return undefined;
}

/** A field of a list's item that says no role, as a chat's messages do. */
const textIn = (item: unknown, name: string): unknown =>
  typeof item === "object" && item !== null && !("role" in item)
    ? (item as Record<string, unknown>)[name]
    : undefined;

interface Answer {
  readonly column: Column;
  readonly options: Readonly<Record<string, unknown>>;
  readonly why: string;
  readonly notes: readonly string[];
}

function answerOf(sample: Sample, choices: Choices): Answer | undefined {
  const free = sample.columns.filter((column) => !choices.columns.includes(column));
  // One with gaps only where none is whole.
  const whole = free.filter(({ missing }) => missing === 0);
  const column = named(whole, answerNames) ?? named(free, answerNames);
  if (column === undefined) {
    throw new InputError(
      `${sample.shown}: has choices (${[choices.option].flat().join(", ")}), but no column ` +
        `that says ` +
        `which is right, such as "answer" or "label"; columns: ` +
        `${free.slice(0, 12).map(describeColumn).join(", ")}; where several columns say it ` +
        "together, make one of them with rows(...)",
    );
  }
  const all = sample.rows.map((row) => ({
    value: textOf(fieldOf(row, column.name)),
    texts: choices.of(row),
  }));
  refuseOtherOrder(sample, choices);
  const said = all.filter(({ value }) => !NO_ANSWER.includes(value.trim()));
  const gaps = NO_ANSWER.filter((mark) => all.some(({ value }) => value.trim() === mark));
  const readings = said.length === 0 ? [] : readingsOf(said, choices);
  const [only] = readings;
  if (only !== undefined && readings.length === 1) {
    const doubts = doubtsOf(only, column, choices);
    if (gaps.length === 0) return { column, ...only, notes: doubts };
    const none = Object.fromEntries(gaps.map((gap) => [gap, null]));
    const options = { ...only.options, labels: { ...(only.options.labels as object), ...none } };
    const left = count(all.length - said.length);
    const marks = gaps.map((gap) => (gap === "" ? "empty or not there" : gap)).join(" or ");
    return {
      column,
      options,
      why: only.why,
      notes: [`"${column.name}" is ${marks} in ${left} rows: they are left out`, ...doubts],
    };
  }
  if (only === undefined) {
    throw new InputError(
      `${sample.shown}: ${describeColumn(column)} must say which choice is right, by its ` +
        `index, its ` +
        "letter or its text, and does not in every row; map its values with labels: {...} " +
        "in a study",
    );
  }
  throw new InputError(
    `${sample.shown}: ${describeColumn(column)} may be ` +
      `${readings.map((reading) => reading.why).join(" or ")}: ` +
      "nothing in it tells which; write the study by hand, as docs/tasks.md shows under choices",
  );
}

/** 0 and 1 may number two lettered choices, or say whether the first is the better. */
function doubtsOf({ options }: Reading, column: Column, { marks }: Choices): string[] {
  const isLettered = marks.length === 2 && marks.every((mark) => /^[a-e]$/.test(mark));
  if (options.answerIs !== "index" || !isLettered || isNamed(column, /_?(id|idx|index)$/))
    return [];
  const [first, second] = marks.map((mark) => mark.toUpperCase());
  return [
    `"${column.name}" has 0 taken for ${first} and 1 for ${second}; where 1 says that ${first} ` +
      'is right, say labels: { "1": 0, "0": 1 } in place of answerIs',
  ];
}

/** Stanford Human Preferences: its "labels" is 1 where A is preferred. */
const isHumanRef = (column: Column): boolean => isNamed(column, /^human_ref_[ab]$/);

/** Choices may stand beside their letters: those must be in order. @throws InputError otherwise */
function refuseOtherOrder({ shown, rows }: Sample, { columns }: Choices): void {
  const letters = columns.find(({ name }) => /\.(label|key|letter)s?$/.test(name));
  if (letters === undefined) return;
  const isOrdered = (row: Sample["rows"][number]) =>
    [fieldOf(row, letters.name)].flat().every((letter, k) => {
      const said = textOf(letter).toUpperCase();
      return said === String.fromCharCode(65 + k) || said === String(k + 1) || said === String(k);
    });
  const other = rows.findIndex((row) => !isOrdered(row));
  if (other < 0) return;
  throw new InputError(
    `${shown}: "${letters.name}" has the letters of row ${other + 1} in another order than A, ` +
      "B, ...: put the choices in their order with rows(...), as docs/tasks.md shows",
  );
}

/** What stands for no answer in published files, in test rows above all. */
const NO_ANSWER = ["", "-1"];

type Reading = Pick<Answer, "options" | "why">;

type Said = readonly { readonly value: string; readonly texts: readonly string[] }[];

/** Every way of reading the answers that fits all rows. */
function readingsOf(said: Said, { option, columns, marks }: Choices): Reading[] {
  const columnNames = typeof option === "string" ? [] : option;
  const most = Math.max(...said.map(({ texts }) => texts.length));
  const letters = Array.from({ length: most }, (_, k) => String.fromCharCode(65 + k));
  const isNumber = (text: string) => /^\d+$/.test(text);
  const at = (value: string) => letters.indexOf(value.toUpperCase());
  const fits = (index: (value: string) => number) =>
    said.every(({ value, texts }) => {
      const k = index(value);
      return Number.isInteger(k) && k >= 0 && k < texts.length;
    });
  const numbers = said.filter(({ value }) => isNumber(value)).length;
  const byText = said.every(({ value, texts }) => texts.some((text) => text.trim() === value));
  if (byText) {
    const options = numbers > 0 ? { answerIs: "text" } : {};
    return [{ options, why: "the text of a choice, in every row" }];
  }
  if (said.every(({ value }) => columnNames.includes(value))) {
    const labels = Object.fromEntries(columnNames.map((name, k) => [name, k]));
    return [{ options: { labels }, why: "the name of a choice's column" }];
  }
  if (isHumanRef(columns[0]!) && said.every(({ value }) => /^[01]$/.test(value))) {
    return [{ options: { labels: { "1": 0, "0": 1 } }, why: "1 where the first is preferred" }];
  }
  const readings: Reading[] = [];
  if (numbers === said.length) {
    if (fits(Number))
      readings.push({ options: { answerIs: "index" }, why: "the index of a choice, from 0" });
    if (fits((value) => Number(value) - 1))
      readings.push({ options: { labels: from1(most) }, why: "the number of a choice, from 1" });
  } else if (fits((value) => (isNumber(value) ? Number(value) - 1 : at(value)))) {
    const forms = [letters, letters.map((letter) => letter.toLowerCase())].filter((form) =>
      said.some(({ value }) => form.includes(value)),
    );
    const labels = {
      ...Object.fromEntries(forms.flatMap((form) => form.map((letter, k) => [letter, k]))),
      ...(numbers > 0 ? from1(most) : {}),
    };
    readings.push({ options: { labels }, why: "the letter of a choice" });
  }
  return readings.length > 0 ? readings : byMark(said, marks);
}

/** As in "model_a", "Assistant B" and "tie": words that end in a choice's mark, and ties. */
function byMark(said: Said, marks: readonly string[]): Reading[] {
  const values = [...new Set(said.map(({ value }) => value))];
  const labels = values.map((value) => {
    const mark = /(?:^|[\s_.-])([0-9a-e])$/i.exec(value)?.[1]?.toLowerCase();
    const k = mark === undefined ? -1 : marks.indexOf(mark);
    if (k >= 0) return [value, k] as const;
    return TIED.test(value) ? ([value, null] as const) : undefined;
  });
  const known = labels.filter((one) => one !== undefined);
  const found = new Set(known.flatMap(([, k]) => (k === null ? [] : [k])));
  // Words of one choice's mark each: two that end alike may mean different things.
  const isClear = known.length === values.length && found.size === marks.length;
  const ties = known.filter(([, k]) => k === null).length;
  if (!isClear || marks.length < 2 || known.length - ties !== marks.length) return [];
  const out = ties > 0 ? "; a tie is left out" : "";
  return [{ options: { labels: Object.fromEntries(known) }, why: `a choice's mark${out}` }];
}

const TIED = /^(tie|ties|tied|draw|equal|both|neither|none|same)\b/i;

const from1 = (most: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: most }, (_, k) => [String(k + 1), k]));
