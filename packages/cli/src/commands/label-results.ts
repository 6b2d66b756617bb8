// w2s label results: what people's answers came to.

import { relative, resolve } from "node:path";
import { plain } from "@w2s/base";
import type { Estimate } from "@w2s/lab";
import { decimal } from "@w2s/report";
import { type SessionResults, sessionResultsIn } from "@w2s/studio";
import { type ExitCode, exitCode } from "../exit.js";
import { columnsOf, type Io } from "../io.js";
import { type Column, columnLines, columnWidths } from "../table/columns.js";
import { count, plural } from "../text.js";

export interface LabelResultsFlags {
  readonly json: boolean;
}

/** Prints what people's answers came to. */
export async function labelResults(
  dir: string,
  { json }: LabelResultsFlags,
  io: Io,
): Promise<ExitCode> {
  const folder = resolve(io.cwd, dir);
  const { task, closed, results } = await sessionResultsIn(folder, relative(io.cwd, folder) || ".");
  if (json) {
    io.stdout.write(`${JSON.stringify({ task, closed, ...results })}\n`);
    return exitCode.ok;
  }
  if (!closed) io.stderr.write("labelling goes on: these are results of what there is\n");
  const width = columnsOf(io.stdout, io.env);
  io.stdout.write(`${resultLines(task, results, width).join("\n")}\n`);
  return exitCode.ok;
}

function resultLines(
  task: string,
  { arms, help, labelled, items }: SessionResults,
  width: number,
): string[] {
  const armRows = arms.map(({ judge, answers, unanswered, accuracy, seconds }) => [
    judge,
    count(answers),
    unanswered === null ? "" : count(unanswered),
    intervalText(accuracy),
    seconds === null ? "" : seconds.toFixed(1),
  ]);
  const helpRows = help.map(({ arm, better, difference, paired, p, corrected }) => [
    `${arm} - ${better}`,
    count(paired),
    intervalText(difference),
    decimal(p, 3),
    decimal(corrected, 3),
  ]);
  return [
    `${plain(task)}: ${count(labelled)} of ${plural(items, "item")} labelled`,
    ...tableOf(["who", "answers", "unanswered", "accuracy (95%)", "s per item"], armRows, width),
    ...(help.length === 0
      ? []
      : [
          "",
          "help minus the better of both",
          ...tableOf(["difference", "paired", "value (95%)", "p", "Holm"], helpRows, width),
        ]),
    "intervals over items, drawn with all their answers; annotators are taken as they are",
  ];
}

function tableOf(headers: readonly string[], rows: readonly string[][], width: number): string[] {
  const columns = headers.map(
    (header, i): Column => ({ header, align: i === 0 ? "left" : "right" }),
  );
  const widths = columnWidths(columns, rows, width) ?? columns.map(({ header }) => header.length);
  return columnLines(columns, rows, widths, (text) => text);
}

const intervalText = ({ value, low, high }: Estimate): string =>
  `${decimal(value, 3)} [${decimal(low, 3)}, ${decimal(high, 3)}]`;
