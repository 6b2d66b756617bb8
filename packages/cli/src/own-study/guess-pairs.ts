// Preferences: two columns, the better text and the worse one.

import { InputError } from "@w2s/base";
import type { Column } from "./columns.js";
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
    throw new InputError(
      `${sample.shown}: "${name}" holds lists or objects (messages, perhaps), not texts; make a ` +
        "text of each with rows(...) in a study file, as docs/tasks.md shows",
    );
  }
  const prompt = named(
    sample.columns.filter(({ kind }) => kind === "text"),
    promptNames,
  );
  const { options, reasons, notes } = identity(sample, [chosen, rejected]);
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
    notes,
  };
}
