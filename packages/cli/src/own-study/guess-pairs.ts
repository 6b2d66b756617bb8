// Preferences: two columns, the better text and the worse one.

import { InputError } from "@w2s/base";
import { leftAside } from "./aside.js";
import { type Column, fieldOf, pathIntoList } from "./columns.js";
import { named, pairNames, promptNames } from "./names.js";
import { identity } from "./rows-of.js";
import type { Guess, Sample } from "./sample.js";

/** The guess, or undefined where no two columns are called so. @throws InputError for lists. */
export function guessPairs(sample: Sample): Guess | undefined {
  const found = pairNames
    .map(([better, worse]) => [named(sample.columns, [better]), named(sample.columns, [worse])])
    .find(([better, worse]) => better !== undefined && worse !== undefined);
  if (found === undefined) return undefined;
  const [chosen, rejected] = found as [Column, Column];
  for (const { name, kind } of [chosen, rejected]) {
    if (kind === "text") continue;
    if (kind !== "list" && kind !== "other") return undefined;
    const path = pathIn(sample, name);
    const one = path === undefined ? "" : `name one of them in a study file, as in "${path}", or `;
    throw new InputError(
      `${sample.shown}: "${name}" holds lists or objects (messages, perhaps), not texts; ${one}` +
        "make a text of each with rows(...) in a study file, as docs/tasks.md shows",
    );
  }
  const prompt = named(
    sample.columns.filter(({ kind }) => kind === "text"),
    promptNames,
  );
  const { options, reasons, notes } = identity(sample, [chosen, rejected]);
  const used = [chosen, rejected, ...(prompt ? [prompt] : [])];
  return {
    kind: "pairs",
    options: {
      chosen: chosen.name,
      rejected: rejected.name,
      ...(prompt && { prompt: prompt.name }),
      ...(options.id === undefined ? {} : { id: options.id }),
    },
    reasons: {
      chosen: "by its name",
      rejected: "by its name",
      ...(prompt && { prompt: "by its name: what both answer" }),
      ...(reasons.id === undefined ? {} : { id: reasons.id }),
    },
    notes: [...leftAside(sample, used, options), ...notes],
  };
}

/** The path to a text in a column of lists; undefined where there is none. */
function pathIn({ rows }: Sample, name: string): string | undefined {
  const list = rows.map((row) => fieldOf(row, name)).find((value) => Array.isArray(value));
  return Array.isArray(list) ? pathIntoList(name, list) : undefined;
}
