// Single examples on a terminal: who said what, and the text, clipped.

import { clip, plain } from "@w2s/base";
import {
  answerOf,
  type EvidenceAbout,
  type EvidenceRow,
  type ExampleKind,
  type RoleName,
  type ShownCell,
  type ShownExample,
} from "@w2s/lab";
import { decimal } from "@w2s/report";
import type { Colors } from "../io.js";
import { count, plural } from "../text.js";
import { unbroken, wrap } from "./wrap.js";

const words: Readonly<Record<ExampleKind, string>> = {
  "overruled-right": "where the student overruled its supervisor and was right",
  "overruled-wrong": "where the student overruled its supervisor and was wrong",
  "copied-errors": "where the student repeated its supervisor's error",
  disagreements: "where the student and its supervisor disagree",
};

const said: readonly (readonly [RoleName, string])[] = [
  ["weak", "supervisor"],
  ["student", "student"],
  ["ceiling", "ceiling"],
  ["untouched", "untouched"],
];

/** A cell's title and at most `limit` of its examples, each line at most `width` columns wide. */
export function exampleLines(
  { cell, seeds, examples }: ShownCell,
  kind: ExampleKind,
  { about, limit, width }: { about: EvidenceAbout; limit: number; width: number },
  colors: Colors,
): string[] {
  const { task, supervisor, student, labels, method } = cell;
  const shown = examples.slice(0, limit);
  const title = [task, student, supervisor, method].map(plain);
  const some = examples.length > shown.length ? `, ${count(shown.length)} shown` : "";
  const found = examples.length === 0 ? "none" : plural(examples.length, "test example");
  const names = about.tasks.find(({ name }) => name === task)?.optionNames ?? [];
  return [
    ...wrap(
      `${title[0]}: ${title[1]} taught by ${title[2]}, ${title[3]}, ${labels} labels`,
      width,
      2,
    ).map(colors.bold),
    ...wrap(`${found} ${words[kind]}, in ${plural(seeds.length, "seed")}${some}`, width, 2).map(
      colors.dim,
    ),
    ...shown.flatMap((example) => oneExample(example, names, width, seeds.length > 1)),
    "",
  ];
}

function oneExample(
  { row, seeds }: ShownExample,
  names: readonly string[],
  width: number,
  showSeeds: boolean,
): string[] {
  const facts = [
    `truth ${nameOf(row.truth, names, row.words?.truth)}`,
    ...said.flatMap(([role, word]) => answer(row, role, word, names)),
    ...(showSeeds ? [`${seeds.length === 1 ? "seed" : "seeds"} ${seeds.join(", ")}`] : []),
  ].map(unbroken);
  const texts =
    row.texts.length === 1
      ? [clean(row.texts[0]!)]
      : row.texts.map((text, k) => `${nameOf(k, names)}: ${clean(text)}`);
  return [
    ...wrap(`${clean(row.id)}  ${facts.join("; ")}`, width, 4, "  "),
    ...texts.map((text) => clip(`    ${text}`, width)),
  ];
}

function answer(
  { said: shares, words }: EvidenceRow,
  role: RoleName,
  word: string,
  names: readonly string[],
): string[] {
  const own = shares[role];
  if (!own) return [];
  const option = answerOf(own);
  const answer = nameOf(option, names, words?.[role]);
  // An answer in words has no probability.
  return [words ? `${word} ${answer}` : `${word} ${answer} ${decimal(own[option]!, 2)}`];
}

const nameOf = (option: number, names: readonly string[], words = names[option]): string =>
  clip(clean(words ?? String(option)), 24);

/** A text on one line, its blanks single. */
function clean(text: string): string {
  return plain(text).replaceAll(/\s+/gu, " ").trim();
}
