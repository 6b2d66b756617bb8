// From columns to a task: which kind it is, and what is what. A guess says its reasons, and what it
// cannot tell; where nothing fits it is refused, never made up.

import { InputError } from "@w2s/base";
import { columnsOf, shortly } from "./columns.js";
import { guessChoices } from "./guess-choices.js";
import { guessPairs } from "./guess-pairs.js";
import { guessTable } from "./guess-table.js";
import type { Guess, Sample } from "./sample.js";

/** The task that the rows look like. @throws InputError where no column could be the answer. */
export function guessTask(shown: string, rows: Sample["rows"]): Guess {
  if (rows.length === 0) throw new InputError(`${shown}: has no rows`);
  const sample: Sample = { shown, rows, columns: columnsOf(rows) };
  const [only] = sample.columns;
  if (sample.columns.length === 1) {
    const isNested = only!.kind === "list" || only!.kind === "other";
    const next = isNested
      ? 'add one that says what is right, such as "label", or for preferences "chosen" and ' +
        '"rejected"'
      : "are its fields divided by another sign than its format's?";
    throw new InputError(
      `${shown}: a task needs a text and a label, got one column, "${shortly(only!.name)}"` +
        `${isNested ? ", of lists or objects" : ""}; ${next}`,
    );
  }
  return guessPairs(sample) ?? guessChoices(sample) ?? guessTable(sample);
}
