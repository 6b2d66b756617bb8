// Preferences: two columns, the better text and the worse one, or the chats that end in them.

import { InputError } from "@w2s/base";
import { leftAside } from "./aside.js";
import { type Column, fieldOf, messagesText, pathIntoList } from "./columns.js";
import { named, pairNames, promptNames } from "./names.js";
import { identity } from "./rows-of.js";
import type { Guess, Sample } from "./sample.js";

/** A text of each row: the option that names it, and why. */
interface TextAt {
  readonly option: string;
  readonly why: string;
}

/** The guess, or undefined where no two columns are called so. @throws InputError for lists. */
export function guessPairs(sample: Sample): Guess | undefined {
  const found = pairNames
    .map(([better, worse]) => [named(sample.columns, [better]), named(sample.columns, [worse])])
    .find(([better, worse]) => better !== undefined && worse !== undefined);
  if (found === undefined) return undefined;
  const two = found as [Column, Column];
  if (two.some(({ kind }) => kind === "number" || kind === "truth" || kind === "empty"))
    return undefined;
  const [chosen, rejected] = two.map((column) => textAt(sample, column)) as [TextAt, TextAt];
  const isChat = chosen.option !== two[0].name;
  const prompt = promptOf(sample) ?? (isChat ? askedIn(sample, two) : undefined);
  const used = [...two, ...(prompt?.column ? [prompt.column] : [])];
  // Pairs of one prompt are one group as they are: it is no column that rows might belong to.
  const { options, reasons, notes } = identity(sample, used);
  const group = prompt === undefined ? options.group : undefined;
  return {
    kind: "pairs",
    options: {
      chosen: chosen.option,
      rejected: rejected.option,
      ...(prompt && { prompt: prompt.option }),
      ...(options.id === undefined ? {} : { id: options.id }),
      ...(group === undefined ? {} : { group }),
    },
    reasons: {
      chosen: chosen.why,
      rejected: rejected.why,
      ...(prompt && { prompt: prompt.why }),
      ...(reasons.id === undefined ? {} : { id: reasons.id }),
      ...(group === undefined ? {} : { group: reasons.group! }),
    },
    notes: [
      ...(isChat && isLonger(sample, two)
        ? ["of longer dialogues the last message alone is read, and what it answers"]
        : []),
      ...two.flatMap((column) => messagesText(column, sample.rows)),
      ...leftAside(sample, used, options),
      ...notes,
    ],
  };
}

/** @throws InputError for lists and objects that do not all end in a message */
function textAt(sample: Sample, { name, kind }: Column): TextAt {
  if (kind === "text") return { option: name, why: "by its name" };
  const path = lastOf(sample, name);
  if (path !== undefined) return { option: path, why: "by its name: the last message" };
  const one = pathIn(sample, name);
  const next = one === undefined ? "" : `name one of them in a study file, as in "${one}", or `;
  throw new InputError(
    `${sample.shown}: "${name}" holds lists or objects (messages, perhaps), not texts; ${next}` +
      "make a text of each with rows(...) in a study file, as docs/tasks.md shows",
  );
}

/** The path to the last message of a column of chats; undefined where a row has none. */
function lastOf({ rows }: Sample, name: string): string | undefined {
  const paths = new Set(
    rows.map((row) => {
      const value = fieldOf(row, name);
      return Array.isArray(value) ? pathIntoList(name, value) : undefined;
    }),
  );
  const [path] = paths;
  return paths.size === 1 && path?.startsWith(`${name}.-1.`) ? path : undefined;
}

/** A column of what both answer: texts, or chats. */
function promptOf(sample: Sample): (TextAt & { readonly column: Column }) | undefined {
  const why = "by its name: what both answer";
  const texts = sample.columns.filter(({ kind }) => kind === "text");
  const text = named(texts, promptNames);
  if (text !== undefined) return { option: text.name, why, column: text };
  const chats = sample.columns.filter(({ kind, missing }) => kind === "list" && missing === 0);
  const column = named(chats, [...promptNames, "messages", "conversations"]);
  const option = column && lastOf(sample, column.name);
  return column && option ? { option, why, column } : undefined;
}

/** The message before the last, where it is the same in both of every row. */
function askedIn(
  { rows }: Sample,
  [chosen, rejected]: readonly [Column, Column],
): (TextAt & { readonly column?: undefined }) | undefined {
  const before = (row: Sample["rows"][number], { name }: Column) => {
    const list = fieldOf(row, name) as readonly unknown[];
    return list.length > 1 ? pathIntoList(name, list.slice(0, -1)) : undefined;
  };
  const [path] = rows.map((row) => before(row, chosen));
  const isSame = rows.every((row) => {
    const [one, other] = [chosen, rejected].map(({ name }) =>
      JSON.stringify((fieldOf(row, name) as readonly unknown[]).at(-2)),
    );
    return before(row, chosen) === path && one !== undefined && one === other;
  });
  if (path === undefined || !isSame) return undefined;
  return {
    option: path.replace(".-1.", ".-2."),
    why: "the message before the last, the same in both",
  };
}

/** Whether some chat has more than a question and its answer. */
const isLonger = ({ rows }: Sample, columns: readonly Column[]): boolean =>
  rows.some((row) =>
    columns.some(({ name }) => {
      const value = fieldOf(row, name);
      return Array.isArray(value) && value.length > 2;
    }),
  );

/** The path to a text in a column of lists; undefined where there is none. */
function pathIn({ rows }: Sample, name: string): string | undefined {
  const list = rows.map((row) => fieldOf(row, name)).find((value) => Array.isArray(value));
  return Array.isArray(list) ? pathIntoList(name, list) : undefined;
}
