// From columns to a task: which kind it is, and what is what. A guess says its reasons, and what it
// cannot tell; where nothing fits it is refused, never made up.

import { InputError } from "@w2s/base";
import { listInText } from "@w2s/lab";
import { columnsOf, shortly } from "./columns.js";
import { guessChoices } from "./guess-choices.js";
import { guessPairs } from "./guess-pairs.js";
import { guessTable } from "./guess-table.js";
import type { Guess, Sample } from "./sample.js";

/** Columns whose every text is a list of texts hold lists, as tasks read them: CSV has no other. */
function sampleOf(
  shown: string,
  written: Sample["rows"],
  classNames: Sample["classNames"],
): Sample {
  const names = new Set(written.flatMap((row) => Object.keys(row)));
  const lists = [...names].filter((name) => {
    const held = written.map((row) => row[name]).filter((value) => value != null && value !== "");
    return held.length > 0 && held.every((value) => textsIn(value) !== undefined);
  });
  const listed = (row: Sample["rows"][number]) =>
    Object.fromEntries(lists.map((name) => [name, textsIn(row[name]) ?? row[name]]));
  const rows = lists.length === 0 ? written : written.map((row) => ({ ...row, ...listed(row) }));
  return { shown, rows, columns: columnsOf(rows), classNames };
}

/** A list of two texts or more that a text is. */
function textsIn(value: unknown): unknown[] | undefined {
  const list = typeof value === "string" ? listInText(value) : undefined;
  const isOfTexts = list?.every((item) => typeof item === "string") && list.length > 1;
  return isOfTexts ? list : undefined;
}

/** The task that the rows look like. @throws InputError where no column could be the answer. */
export function guessTask(
  shown: string,
  rows: Sample["rows"],
  classNames: Sample["classNames"] = new Map(),
): Guess {
  if (rows.length === 0) throw new InputError(`${shown}: has no rows`);
  const sample = sampleOf(shown, rows, classNames);
  const [only] = sample.columns;
  if (sample.columns.length === 1) {
    const isNested = only!.kind === "list" || only!.kind === "other";
    const next = !/[;|,:\t]/.test(only!.name)
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
