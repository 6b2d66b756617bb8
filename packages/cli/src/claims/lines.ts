// Claims as lines on a terminal.

import {
  type ClaimChange,
  type ClaimResult,
  type ClaimsFile,
  type ClaimVerdict,
  extentText,
  measuredText,
  settingNames,
  talliesOf,
  type Verified,
} from "@w2s/experiments";
import type { Colors } from "../io.js";
import { type Column, columnLines, columnWidths } from "../table/columns.js";
import { wrap } from "../table/wrap.js";

const columns: readonly Column[] = [
  { header: "claim", align: "left", least: 16 },
  { header: "study", align: "left", least: 10 },
  { header: "of", align: "left" },
  { header: "verdict", align: "left" },
  { header: "measured (95%)", align: "left" },
  { header: "over", align: "left", least: 7 },
];

/** What was decided or asked for by name: a row a claim and setting; then how many of each. */
export function claimLines(
  file: ClaimsFile,
  verified: Verified,
  {
    all,
    width,
    colors,
  }: { readonly all: boolean; readonly width: number; readonly colors: Colors },
): string[] {
  const results = verified.claims.flatMap(({ id, results: each }) =>
    each
      .filter(({ verdict }) => all || !(verdict === "not run" || verdict === "not testable here"))
      .map((result) => ({ id, result })),
  );
  const studies = new Map(file.claims.map(({ id, check }) => [id, check?.study ?? ""]));
  const rows = results.map(({ id, result }) => [
    id,
    studies.get(id)!,
    settingNames[result.setting],
    result.verdict,
    measuredText(result),
    extentText(result),
  ]);
  const tallies = talliesOf(verified).flatMap((line) => wrap(line, width, 2));
  if (rows.length === 0) return tallies;
  const painted = columns.map((column) =>
    column.header === "verdict"
      ? {
          ...column,
          paint: (text: string, row: number) => paint(results[row]!.result, text, colors),
        }
      : column,
  );
  const widths = columnWidths(columns, rows, width);
  const lines =
    widths === undefined
      ? rows.flatMap((row) => wrap(row.filter((text) => text !== "").join(", "), width, 2))
      : columnLines(painted, rows, widths, colors.underline);
  const whys = all
    ? results.flatMap(({ id, result: { why } }) => (why ? wrap(`${id}: ${why}`, width, 2) : []))
    : [];
  return [...lines, "", ...new Set(whys), ...tallies];
}

function paint({ verdict }: ClaimResult, text: string, colors: Colors): string {
  const paints: Partial<Readonly<Record<ClaimVerdict, (text: string) => string>>> = {
    agrees: colors.green,
    differs: colors.red,
  };
  return paints[verdict]?.(text) ?? text;
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
    return `${id}, ${settingNames[setting]}: ${shown(before)} -> ${shown(now)}${turned}`;
  });
  return [`changed since ${since}:`, ...lines.flatMap((line) => wrap(line, width, 2, "- "))];
}

function shown(result: ClaimResult | undefined): string {
  if (result === undefined) return "no such claim";
  return [result.verdict, measuredText(result)].filter((text) => text !== "").join(" ");
}
