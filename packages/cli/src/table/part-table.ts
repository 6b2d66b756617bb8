// What a run saw by a fact of its test examples, such as their difficulty: where students overrule,
// and whether they are right there.

import { didYouMean, InputError, plain } from "@w2s/base";
import type { Outcome, Part } from "@w2s/lab";
import { byTask, decimal } from "@w2s/report";
import type { Colors } from "../io.js";
import { count } from "../text.js";
import { type Column, columnLines, columnWidths } from "./columns.js";
import { wrap } from "./wrap.js";

const columns: readonly Column[] = [
  { header: "value", align: "left", least: 6 },
  { header: "examples", align: "right" },
  { header: "weak", align: "right" },
  { header: "student", align: "right" },
  { header: "ceiling", align: "right" },
  { header: "overruled", align: "right" },
  { header: "right where overruled", align: "right" },
];

/**
 * A small table for each row of the results, by the values of one fact.
 * @throws InputError for a fact that no outcome has, with those that there are
 */
export function partTable(
  outcomes: readonly Outcome[],
  fact: string,
  width: number,
  colors: Colors,
): string[] {
  const known = [...new Set(outcomes.flatMap(({ parts }) => parts.map((part) => part.fact)))];
  if (!known.includes(fact)) {
    const there =
      known.length === 0
        ? ': it shows the facts of a task\'s option "facts" that have 2 to 16 values on test, or ' +
          "are numbers, in bins; there is none, or the results are of an earlier version"
        : `; known: ${known.join(", ")}`;
    throw new InputError(`--by: no fact "${fact}" in this run${didYouMean(fact, known) || there}`);
  }
  return byTask(outcomes).flatMap((group) =>
    group.flatMap((outcome) => {
      const rows = outcome.parts.filter((part) => part.fact === fact).map(cells);
      if (rows.length === 0) return [];
      const widths =
        columnWidths(columns, rows, width) ?? columns.map(({ header }) => header.length);
      return [
        ...wrap(titleOf(outcome, fact), width, 2).map(colors.bold),
        ...columnLines(columns, rows, widths, colors.underline),
        "",
      ];
    }),
  );
}

function titleOf({ task, supervisor, student, method, labels }: Outcome, fact: string): string {
  return (
    `${plain(task)} by ${plain(fact)}: ${plain(student)} taught by ${plain(supervisor)}, ` +
    `${plain(method)}, ${labels} labels`
  );
}

function cells(part: Part): string[] {
  const shares = [part.weak, part.student, part.ceiling, part.overruled];
  return [
    plain(String(part.value)),
    count(part.examples),
    ...shares.map((share) => decimal(share, 3)),
    part.overruledRight === null ? "none" : decimal(part.overruledRight, 3),
  ];
}
