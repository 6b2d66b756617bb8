// Claims as lines on a terminal.

import { plain } from "@w2s/base";
import {
  type Claim,
  type ClaimChange,
  type ClaimResult,
  type ClaimsFile,
  type ClaimVerdict,
  checkText,
  extentText,
  measuredText,
  settingNames,
  talliesOf,
  type Verified,
} from "@w2s/experiments";
import type { Colors } from "../io.js";
import { type Column, columnLines, columnWidths } from "../table/columns.js";
import { wrap } from "../table/wrap.js";

interface Look {
  readonly width: number;
  readonly colors: Colors;
}

/** A row for each claim and setting in which something was measured; then how many of each. */
export function decidedLines(verified: Verified, look: Look): string[] {
  const decided = rowsOf(verified).filter(({ result }) => result.measured !== undefined);
  const tallies = talliesOf(verified).flatMap((line) => wrap(line, look.width, 2));
  return decided.length === 0 ? tallies : [...tableOf(decided, look), "", ...tallies];
}

/** Each claim in words, what would confirm it, and what became of it whatever that was. */
export function namedLines(file: ClaimsFile, verified: Verified, look: Look): string[] {
  const about = file.claims.flatMap((claim) => wrap(aboutText(claim), look.width, 2));
  const rows = rowsOf(verified);
  const whys = rows.flatMap(({ id, result: { verdict, why } }) =>
    why === undefined || verdict === "not testable here" ? [] : [`${plain(id)}: ${plain(why)}`],
  );
  return [
    ...about,
    "",
    ...tableOf(rows, look),
    ...[...new Set(whys)].flatMap((why) => ["", ...wrap(why, look.width, 2)]),
  ];
}

function aboutText({ id, says, check, untestable = "" }: Claim): string {
  const how = check
    ? `Measured by ${check.study}: ${checkText(check)}.`
    : `Not testable here: ${untestable}.`;
  return plain(`${id}: ${says} ${how}`);
}

interface Row {
  readonly id: string;
  readonly result: ClaimResult;
}

function rowsOf({ claims }: Verified): Row[] {
  return claims.flatMap(({ id, results }) => results.map((result) => ({ id, result })));
}

function tableOf(rows: readonly Row[], { width, colors }: Look): string[] {
  const columns: readonly Column[] = [
    { header: "claim", align: "left", least: 20 },
    { header: "of", align: "left" },
    {
      header: "verdict",
      align: "left",
      paint: (text, row) => paints(colors)[rows[row]!.result.verdict]?.(text) ?? text,
    },
    { header: "measured (95%)", align: "left" },
    { header: "over", align: "left" },
  ];
  const cells = rows.map(({ id, result }) => [
    plain(id),
    result.setting,
    result.verdict,
    measuredText(result),
    extentText(result),
  ]);
  const widths = columnWidths(columns, cells, width);
  if (widths !== undefined) return columnLines(columns, cells, widths, colors.underline);
  return cells.flatMap((row) => wrap(row.filter((text) => text !== "").join(", "), width, 2));
}

function paints(colors: Colors): Partial<Readonly<Record<ClaimVerdict, (text: string) => string>>> {
  return { agrees: colors.green, differs: colors.red };
}

/** What changed since: a line a claim and setting, or that nothing did. */
export function changeLines(
  changes: readonly ClaimChange[],
  since: string,
  width: number,
): string[] {
  if (changes.length === 0) return [`nothing changed since ${since}`];
  const lines = changes.map(({ id, setting, before, now }) => {
    const turned = before?.verdict !== now?.verdict ? "" : ", only the number";
    return `${plain(id)}, ${settingNames[setting]}: ${shown(before)} -> ${shown(now)}${turned}`;
  });
  return [`changed since ${since}:`, ...lines.flatMap((line) => wrap(line, width, 2, "- "))];
}

function shown(result: ClaimResult | undefined): string {
  if (result === undefined) return "no such claim";
  return [result.verdict, measuredText(result)].filter((text) => text !== "").join(" ");
}
