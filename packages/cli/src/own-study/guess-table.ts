// A text and its class.

import { InputError } from "@w2s/base";
import { count } from "../text.js";
import { isProse, isText, leftAside, PASSED_OVER, passedOver } from "./aside.js";
import { classesOf, isClasses, whyNoClasses } from "./classes.js";
import {
  type Column,
  describeColumn,
  fieldOf,
  firstOf,
  messagesText,
  pathIntoList,
  shortly,
  textOf,
} from "./columns.js";
import {
  afterLabel,
  idName,
  isNamed,
  labelNames,
  named,
  ratingName,
  splitName,
  textNames,
  textPairs,
} from "./names.js";
import { identity, names } from "./rows-of.js";
import type { Guess, Sample } from "./sample.js";

/** The guess. @throws InputError where no column could be the label, or the text. */
export function guessTable(sample: Sample): Guess {
  const { label, why: whyLabel, others } = labelOf(sample);
  const { texts, text, why: whyText } = textsOf(sample, label);
  const classes = classesOf(label);
  const used = [...texts, label];
  const found = identity(sample, used);
  const blank = sample.rows.filter((row) => texts.every(({ name }) => isBlank(fieldOf(row, name))));
  return {
    kind: "table",
    options: {
      text,
      label: label.name,
      ...classes.options,
      ...found.options,
      ...(blank.length > 0 && { dropEmpty: true }),
    },
    reasons: {
      text: whyText,
      label: `${whyLabel}: ${classes.counts}`,
      ...found.reasons,
      ...(blank.length > 0 && { dropEmpty: `rows without a text: ${count(blank.length)}` }),
    },
    notes: [
      ...classes.notes,
      ...namedClasses(label, sample),
      ...[label, ...texts].flatMap(oneOfList),
      ...texts.flatMap((column) => messagesText(column, sample.rows)),
      ...(others.length === 0
        ? []
        : [`the label could also be ${names(others)}: a few values each; say which is meant`]),
      ...leftAside(sample, used, found.options),
      ...found.notes,
    ],
  };
}

/** What the file itself calls the classes of a label that it holds as numbers: a note. */
function namedClasses({ name, values }: Column, { classNames }: Sample): string[] {
  const names = classNames.get(name) ?? [];
  const held = names.flatMap((said, k) =>
    values.has(String(k)) ? [`${k} "${shortly(said, 20)}"`] : [],
  );
  return held.length === 0 ? [] : [`the file calls the values of "${name}": ${firstOf(held)}`];
}

/** What to look at where a list's only item is read: a note. */
const oneOfList = ({ name }: Column): string[] =>
  /\.0(\.|$)/.test(name)
    ? [
        `"${name}" is all that its list has in the rows looked at: what else it may hold is not ` +
          "read",
      ]
    : [];

const isBlank = (value: unknown): boolean => textOf(value) === "";

function labelOf(sample: Sample) {
  const { shown, columns } = sample;
  const candidates = columns.filter(
    (column) =>
      isClasses(column) &&
      !isNamed(column, splitName) &&
      !isNamed(column, idName) &&
      (!isNamed(column, afterLabel) || isNamed(column, ratingName)),
  );
  const known = named(candidates, labelNames);
  const label = known ?? [...candidates].sort((a, b) => smallest(b) - smallest(a))[0];
  if (label === undefined) {
    const called = named(columns, labelNames);
    const passed = passedOver(sample, columns);
    throw new InputError(
      `${shown}: no column could be the label, one of a few values in several rows each; ` +
        `columns: ${columns.slice(0, 12).map(describeColumn).join(", ")}` +
        `${called === undefined ? "" : whyNoClasses(called)}` +
        `${passed.length === 0 ? "" : `; ${PASSED_OVER}: ${names(passed)}`}`,
    );
  }
  const others = candidates.filter((column) => column !== label);
  const why =
    known !== undefined
      ? "by its name"
      : others.length === 0
        ? "A GUESS: the only column of a few values"
        : "A GUESS: its values are the most even of several columns";
  return { label, why, others };
}

/** Rows of the rarest value: of two columns, the evener one tells more. */
function smallest({ values }: Column): number {
  return Math.min(...[...values].filter(([value]) => value !== "").map(([, count]) => count));
}

/** Columns that are the text, and how the option `text` names them. */
interface TextGuess {
  readonly texts: readonly Column[];
  readonly text: string;
  readonly why: string;
}

function textsOf(sample: Sample, label: Column): TextGuess {
  const { shown, rows, columns } = sample;
  const candidates = columns.filter(
    (column) =>
      column !== label &&
      isText(column) &&
      column.missing < rows.length / 2 &&
      isProse(column, sample),
  );
  const chats = chatsIn(sample);
  const pair = textPairs
    .map((two) => two.map((name) => named([...candidates, ...chats.keys()], [name])))
    .find((two) => two.every((column) => column !== undefined)) as [Column, Column] | undefined;
  const known = named(candidates, textNames);
  const longest = [...candidates].sort((a, b) => b.length - a.length)[0];
  const texts = pair ?? (known ? [known] : longest ? [longest] : []);
  const [chat] = chats;
  if (texts.length === 0 && chat !== undefined)
    return { texts: [chat[0]], text: chat[1], why: "A GUESS: the last message of each chat" };
  if (texts.length === 0) {
    throw new InputError(
      `${shown}: no column could be the text beside the label "${shortly(label.name)}"; columns: ` +
        `${columns.slice(0, 12).map(describeColumn).join(", ")}${pathInside(rows, columns)}`,
    );
  }
  const why = pair
    ? "two texts that are read together, by their names"
    : known
      ? "by its name"
      : candidates.length === 1
        ? "the only column of texts"
        : "A GUESS: the longest texts of several columns";
  const read = texts.map((column) => chats.get(column) ?? column.name);
  const text = read.length === 1 ? read[0]! : read.map((name) => `{${name}}`).join("\n");
  return { texts, text, why };
}

/** Columns of chats, with the path to the last message of each row's. */
function chatsIn({ rows, columns }: Sample): ReadonlyMap<Column, string> {
  const chats = new Map<Column, string>();
  for (const column of columns.filter(({ kind, missing }) => kind === "list" && missing === 0)) {
    const paths = rows.map((row) => pathIntoList(column.name, fieldOf(row, column.name) as []));
    const [text] = paths;
    if (text === undefined || !text.startsWith(`${column.name}.-1.`)) continue;
    if (paths.every((path) => path === text)) chats.set(column, text);
  }
  return chats;
}

/** How a study would read a text that stands in a list, as the end of a message. */
function pathInside(rows: Sample["rows"], columns: readonly Column[]): string {
  for (const { name } of columns.filter(({ kind }) => kind === "list")) {
    const list = rows.map((row) => fieldOf(row, name)).find((value) => Array.isArray(value));
    const path = Array.isArray(list) ? pathIntoList(name, list) : undefined;
    if (path !== undefined) return `; a study may read what stands in a list: text: "${path}"`;
  }
  return "";
}
