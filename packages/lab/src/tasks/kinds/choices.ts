// choices(...): multiple choice made binary. Each question gives as many right as wrong (question,
// choice) examples: with one right choice, that one and one wrong choice drawn at random. Source:
// Burns et al. 2023, appendix A. With `together`, a question is one comparison of all its choices
// instead.

import { InputError, shownValue } from "@w2s/base";
import { random } from "../../random.js";
import { sameText } from "../answer-form.js";
import { listInText } from "../formats/list-text.js";
import { messageIn } from "../formats/messages.js";
import { fieldIfThere, fieldValue, pathsIn, quoted, type Row } from "../formats/row.js";
import type { TaskKind } from "../kind.js";
import { mappedValue, otherLabel, unnamed, wholeNumber } from "../label.js";
import { type ChoicesOptions, choicesSchema } from "../options.js";
import type { ChoicesTask } from "../task.js";
import { BLANK, BlankText, fillTemplate, textReader } from "../template.js";
import { type Converter, groupOf } from "./converter.js";

type Place = (row: Row) => string;

export const choicesKind: TaskKind<ChoicesTask> = {
  name: "choices",
  schema: choicesSchema,
  // 2: a text is the same as another whatever its form, and blanks at its ends.
  version: 2,
  convert: multipleChoice,
  evens: () => ({ classes: false, test: true }),
  asked(task, input = task.options.input) {
    const { together: _, ...options } = task.options;
    return { ...task, options: { ...options, input } };
  },
};

/**
 * Rows of the same question are one group. Binary: two examples a row, the wrong one drawn by
 * `seed`.
 */
function multipleChoice(options: ChoicesOptions, seed: number): Converter {
  if (options.together === undefined) return binary(options, seed);
  if (options.as === undefined) return together(options, options.together);
  throw new InputError('choices: give "together" or as: "binary", not both');
}

/**
 * One example a question: its K choices, each after the question, in the order that the data have
 * them. A question whose right choice stands there twice says nothing: tied.
 */
function together(options: ChoicesOptions, count: number): Converter {
  const { question, list, input } = readersOf(options);
  return {
    shape: "compare",
    options: count,
    optionNames: Array.from({ length: count }, (_, k) => `choice ${k + 1}`),
    fields: [...question.fields, ...list.fields, options.answer],
    convert(row, _, place) {
      const texts = list.read(row, place);
      if (texts.length !== count) {
        throw new InputError(
          `${place(row)}: must have ${count} choices, as "together" says, got ${texts.length}`,
        );
      }
      const label = answerOf(row, texts, options, place);
      if (label === null) return "unlabelled";
      if (texts.some((text, k) => k !== label && sameText(text, texts[label]!))) return "tied";
      const asked = question.read(row, place);
      const inputs = texts.map((choice) => fillTemplate(input, { question: asked, choice }));
      return [{ suffix: "", inputs, label, group: groupOf(asked) }];
    },
  };
}

/** What reads a row's question and choices, and the template that joins them, tried once. */
function readersOf(options: ChoicesOptions) {
  const question = textReader(options.question, options.allowEmpty, { meant: "asked" });
  const list = choiceReader(options.choices, options.allowEmpty);
  const input = options.input ?? "{question}\n{choice}";
  fillTemplate(input, { question: "", choice: "" });
  return { question, list, input };
}

function binary(options: ChoicesOptions, seed: number): Converter {
  const { question, list, input } = readersOf(options);
  return {
    shape: "classify",
    options: 2,
    optionNames: ["wrong", "right"],
    fields: [...question.fields, ...list.fields, options.answer],
    convert(row, id, place) {
      const texts = list.read(row, place);
      const right = answerOf(row, texts, options, place);
      if (right === null) return "unlabelled";
      // An empty cell is a choice that this question does not have.
      const isWrong = (text: string) => text.trim() !== "" && !sameText(text, texts[right]!);
      const wrong = texts.flatMap((text, index) => (isWrong(text) ? [index] : []));
      if (wrong.length === 0) throw new InputError(`${place(row)}: all choices have the same text`);
      const asked = question.read(row, place);
      const example = (choice: number, label: number) => ({
        suffix: `/${choice}`,
        inputs: [fillTemplate(input, { question: asked, choice: texts[choice]! })],
        label,
        group: groupOf(asked),
      });
      const drawn = wrong[random(seed, `choices/${id}`).integer(wrong.length)]!;
      return [example(right, 1), example(drawn, 0)];
    },
  };
}

interface ChoiceReader {
  readonly fields: readonly string[];
  read(row: Row, place: Place): readonly string[];
}

function choiceReader(spec: string | readonly string[], allowEmpty = false): ChoiceReader {
  if (typeof spec !== "string") {
    const readers = spec.map((field) => textReader(field, allowEmpty));
    const fields = readers.flatMap((reader) => reader.fields);
    return { fields, read: (row, place) => readers.map((reader) => reader.read(row, place)) };
  }
  return {
    fields: [spec],
    read(row, place) {
      const value = listIn(fieldValue(row, spec, place));
      if (!Array.isArray(value) || value.length < 2) {
        const got = Array.isArray(value) ? `a list of ${value.length}` : shownValue(value);
        throw new InputError(
          `${place(row)}: "${spec}" must be a list of two or more texts, got ` +
            `${got}${listNext(spec, value)}`,
        );
      }
      return value.map((item: unknown, index) => {
        const text = isNumber(item) ? String(item) : item;
        if (typeof text === "string" && (allowEmpty || text.trim() !== "")) return text;
        if (typeof text === "string") {
          throw new BlankText(
            `${place(row)}: "${spec}" must hold texts that are not empty, got ` +
              `${shownValue(item)}; ${BLANK}`,
          );
        }
        const inside = textIn(item);
        const next =
          inside === undefined
            ? ""
            : `; name a field for each, as in ["${spec}.${index}.${inside}", ...]`;
        throw new InputError(
          `${place(row)}: "${spec}" must hold texts that are not empty, got ` +
            `${shownValue(item)}${next}`,
        );
      });
    },
  };
}

/** The path to a text in a choice: its last message's, where it is messages, else the first. */
function textIn(item: unknown): string | undefined {
  const message = messageIn(item, "said") ?? messageIn([item], "said");
  if (message !== undefined) return Array.isArray(item) ? message.path : message.path.slice(3);
  const texts = pathsIn(item).filter(([, leaf]) => typeof leaf === "string");
  return longest(texts.map(([path, leaf]) => [path, [leaf]]));
}

/**
 * The path whose texts are longest, the first of several: choices stand beside their letters, which
 * name them.
 */
function longest(found: readonly (readonly [path: string, texts: readonly unknown[]])[]) {
  const length = (texts: readonly unknown[]) => texts.map(String).join("").length;
  const [most] = [...found].sort(([, a], [, b]) => length(b) - length(a));
  return most?.[0];
}

/** A list, which CSV and TSV hold as a text. */
const listIn = (value: unknown): unknown =>
  typeof value === "string" ? (listInText(value) ?? value) : value;

/** What to do about choices that are no list. */
function listNext(spec: string, value: unknown): string {
  if (typeof value === "string") return '; write it as JSON, ["one", "two"], or use rows()';
  const inner = pathsIn(value);
  const lists = inner.flatMap(([path, leaf]) =>
    Array.isArray(leaf) && leaf.length > 1 ? [[path, leaf] as const] : [],
  );
  const list = longest(lists);
  if (list !== undefined) return `; is it "${spec}.${list}"?`;
  const texts = inner.filter(([, leaf]) => typeof leaf === "string").map(([path]) => path);
  if (texts.length < 2) return "";
  const fields = texts.map((path) => `${spec}.${path}`);
  return `; name a field for each choice: [${quoted(fields)}]`;
}

const isNumber = (value: unknown): value is number | bigint =>
  typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value));

/** Index of the right choice; null when the label map leaves the question out. */
function answerOf(
  row: Row,
  texts: readonly string[],
  options: ChoicesOptions,
  place: Place,
): number | null {
  const { labels = {} } = options;
  const { raw, key, named } = mappedValue(row, options.answer, labels, place);
  const value = named === undefined ? raw : labels[named];
  if (named === undefined) refuseUnnamed(raw, key, options, place(row));
  if (named !== undefined && value === null) return null;

  const isWord = typeof value === "string" || (options.answerIs === "text" && isNumber(value));
  const matches =
    options.answerIs === "index"
      ? []
      : typeof value === "boolean"
        ? truthsOf(texts, value)
        : isWord
          ? indicesOf(texts, String(value))
          : [];
  // "1.0" is an index where no choice is called so.
  const isNoIndex = options.answerIs === "text" || (matches.length > 0 && key.includes("."));
  const number = isNoIndex ? null : wholeNumber(value);
  const index = number !== null && number >= 0 && number < texts.length ? number : null;
  // Among choices that are numbers, a number is as much the text of one.
  const isNumberOf = options.answerIs === undefined && named === undefined && isNumber(value);
  const also = isNumberOf && areNumbers(row, options) ? indicesOf(texts, String(value)) : matches;
  if (also.length > 0 && index !== null && !also.includes(index)) {
    throw new InputError(
      `${place(row)}: "${options.answer}" is both the index and the text of a choice, got ` +
        `${shownValue(raw)}; say answerIs: "index" or "text"`,
    );
  }
  const answer = matches[0] ?? index;
  if (answer !== null && answer !== undefined) return answer;
  const isNamed = isNumber(value) && indicesOf(texts, String(value)).length > 0;
  const other = otherLabel({ raw, key, field: options.answer, option: "labels", hasOwn: false });
  const next =
    named !== undefined
      ? `labels maps it to ${shownValue(value)}`
      : (other ?? (isNamed ? 'say answerIs: "text"' : nextFor(value, number, texts.length)));
  throw new InputError(
    `${place(row)}: "${options.answer}" must be an index in 0..${texts.length - 1} or the text ` +
      `of a choice, got ${shownValue(raw)}; ${next}`,
  );
}

/** What to do about an answer that is no index: one beyond the last may be counted from 1. */
function nextFor(value: unknown, number: number | null, choices: number): string {
  if (typeof value === "boolean") {
    return 'say which choice that is, as in labels: { "true": 0, "false": 1 }';
  }
  if (number !== choices) return "map it with labels: {...}";
  const from1 = Array.from({ length: Math.min(choices, 4) }, (_, k) => `"${k + 1}": ${k}`);
  const more = choices > from1.length ? ", ..." : "";
  return `if answers count from 1, map them with labels: { ${from1.join(", ")}${more} }`;
}

/** Whether a row's choices are a list of numbers. */
function areNumbers(row: Row, { choices }: ChoicesOptions): boolean {
  const list = typeof choices === "string" ? listIn(fieldIfThere(row, choices)) : undefined;
  return Array.isArray(list) && list.every(isNumber);
}

/**
 * Where a map says what answers mean, what it does not name means nothing: "1" beside "A" to "D"
 * is not the choice with index 1.
 */
function refuseUnnamed(
  raw: unknown,
  key: string,
  { answer, labels = {} }: ChoicesOptions,
  at: string,
) {
  const named = Object.keys(labels).filter((name) => labels[name] !== null);
  if (named.length === 0) return;
  const about = { raw, key, field: answer, option: "labels", hasOwn: true };
  const shown = unnamed({ ...about, known: named });
  throw new InputError(`${at}: "${answer}" must be one of ${quoted(named)}, got ${shown}`);
}

/** Choices that are the word for a boolean, in whatever case. */
function truthsOf(texts: readonly string[], value: boolean): number[] {
  return indicesOf(
    texts.map((text) => text.toLowerCase()),
    String(value),
  );
}

function indicesOf(texts: readonly string[], text: string): number[] {
  return texts.flatMap((candidate, index) => (sameText(candidate, text) ? [index] : []));
}
