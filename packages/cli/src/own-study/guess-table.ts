// A text and its class.

import { InputError } from "@w2s/base";
import { classesOf, isClasses, whyNoClasses } from "./classes.js";
import { type Column, describeColumn, fieldOf, pathIntoList, shortly } from "./columns.js";
import {
  afterLabel,
  idName,
  isNamed,
  labelNames,
  named,
  splitName,
  textNames,
  textPairs,
} from "./names.js";
import { identity, names } from "./rows-of.js";
import type { Guess, Sample } from "./sample.js";

/** The guess. @throws InputError where no column could be the label, or the text. */
export function guessTable(sample: Sample): Guess {
  const { label, why: whyLabel, others } = labelOf(sample);
  const { texts, why: whyText, unused } = textsOf(sample, label);
  const classes = classesOf(label);
  const found = identity(sample, [...texts, label]);
  const text =
    texts.length === 1 ? texts[0]!.name : texts.map(({ name }) => `{${name}}`).join("\n");
  return {
    kind: "table",
    options: {
      text,
      label: label.name,
      ...classes.options,
      ...found.options,
    },
    reasons: { text: whyText, label: `${whyLabel}: ${classes.counts}`, ...found.reasons },
    notes: [
      ...classes.notes,
      ...(others.length === 0
        ? []
        : [`the label could also be ${names(others)}: a few values each; say which is meant`]),
      ...(unused.length === 0 ? [] : [`texts that are not used: ${names(unused)}`]),
      ...found.notes,
    ],
  };
}

function labelOf({ shown, columns }: Sample) {
  const candidates = columns.filter(
    (column) =>
      isClasses(column) &&
      !isNamed(column, splitName) &&
      !isNamed(column, idName) &&
      !isNamed(column, afterLabel),
  );
  const known = named(candidates, labelNames);
  const label = known ?? [...candidates].sort((a, b) => smallest(b) - smallest(a))[0];
  if (label === undefined) {
    const called = named(columns, labelNames);
    throw new InputError(
      `${shown}: no column could be the label, one of a few values in several rows each; ` +
        `columns: ${columns.slice(0, 12).map(describeColumn).join(", ")}` +
        `${called === undefined ? "" : whyNoClasses(called)}`,
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

function textsOf({ shown, rows, columns }: Sample, label: Column) {
  const candidates = columns.filter(
    (column) =>
      column !== label &&
      column.kind === "text" &&
      !isNamed(column, idName) &&
      !isNamed(column, splitName) &&
      !isNamed(column, afterLabel) &&
      column.missing < rows.length / 2 &&
      (column.length >= 20 || column.distinct > rows.length / 10),
  );
  const pair = textPairs
    .map((two) => two.map((name) => named(candidates, [name])))
    .find((two) => two.every((column) => column !== undefined)) as [Column, Column] | undefined;
  const known = named(candidates, textNames);
  const longest = [...candidates].sort((a, b) => b.length - a.length)[0];
  const texts = pair ?? (known ? [known] : longest ? [longest] : []);
  if (texts.length === 0) {
    throw new InputError(
      `${shown}: no column could be the text beside the label "${shortly(label.name)}"; columns: ` +
        `${columns.slice(0, 12).map(describeColumn).join(", ")}${pathInside(rows, columns)}`,
    );
  }
  const unused = candidates.filter((column) => !texts.includes(column));
  const why = pair
    ? "two texts that are read together, by their names"
    : known
      ? "by its name"
      : candidates.length === 1
        ? "the only column of texts"
        : "A GUESS: the longest texts of several columns";
  return { texts, why, unused };
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
