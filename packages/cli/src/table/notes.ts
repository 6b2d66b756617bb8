// What a reader must know of single rows before believing them, below a task's rows.

import { listed, plain } from "@w2s/base";
import { armNames, type Outcome } from "@w2s/lab";
import { explanations, groupBy, verdict } from "@w2s/report";
import { plural } from "../text.js";

/** More lines than this of one task are left to the report. */
const most = 4;

/** Something to know of one row. */
interface Note {
  readonly row: Outcome;
  readonly text: string;
  /** Notes of one key say the same of several rows, with other figures. */
  readonly key: string;
}

/**
 * A line for each thing to know: gains that are explained, by pair; roles that hardly predict and
 * warnings once, with the first row that has them and how many more do.
 */
export function noteLines(outcomes: readonly Outcome[]): string[] {
  const groups = groupBy(outcomes.flatMap(notesOf), ({ key }) => key);
  const lines = groups.map((notes) => lineOf(notes, outcomes));
  const left = lines.length - most;
  return left > 1 ? [...lines.slice(0, most), `and ${left} more notes in the report`] : lines;
}

function lineOf(notes: readonly Note[], outcomes: readonly Outcome[]): string {
  const { row, text } = notes[0]!;
  const alike = notes.filter((one) => isPairOf(one.row, row) && one.text === text);
  const methods = listed([...new Set(alike.map((one) => one.row.method))]);
  const isWhole = alike.length === outcomes.filter((one) => isPairOf(one, row)).length;
  const left = notes.length - alike.length;
  const more = left > 0 ? `; the like in ${plural(left, "more row")}` : "";
  const which = isWhole ? "" : `, ${methods}`;
  return plain(`${row.supervisor} -> ${row.student}${which}: ${text}${more}`);
}

const isPairOf = (one: Outcome, other: Outcome): boolean =>
  one.supervisor === other.supervisor && one.student === other.student;

/** What arms say is left to the report: one taught by labels without information says anything. */
const isOfThePair = ({ role }: Outcome["nearConstant"][number]): boolean =>
  !armNames.some((arm) => arm === role);

function notesOf(row: Outcome): Note[] {
  const explained = verdict(row) === "explained" ? explanations(row).join("; ") : "";
  return [
    ...(explained === ""
      ? []
      : [{ row, text: `the gain may be explained: ${explained}`, key: explained }]),
    ...row.nearConstant.filter(isOfThePair).map(({ role, kind, note }) => ({
      row,
      text: note,
      key: `${role}, ${kind}`,
    })),
    ...row.warnings.map((text) => ({ row, text, key: text })),
  ];
}
