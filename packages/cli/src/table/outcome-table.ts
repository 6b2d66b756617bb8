// The table that ends a run: what each student recovered of the gap, grouped by task, honest about
// its intervals.

import { plain } from "@w2s/base";
import { type ArmName, armCostsMuch, type Outcome } from "@w2s/lab";
import {
  armHeaders,
  armShown,
  armsNotRun,
  armsShown,
  armText,
  byTask,
  metricOf,
  pgrText,
  score,
  scoreWithSpread,
  spreadOverTasks,
} from "@w2s/report";
import type { Colors } from "../io.js";
import { plural } from "../text.js";
import { armLines, sharedArms, sharedLines } from "./arms.js";
import { budgetLines } from "./budget-lines.js";
import { cardLines } from "./cards.js";
import { type Column, columnLines, columnWidths } from "./columns.js";
import { labelLines } from "./label-lines.js";
import { noteLines } from "./notes.js";
import { unclearLines } from "./unclear.js";
import { wrap } from "./wrap.js";

const leastName = 12;

/**
 * The table's lines, each at most `width` columns wide. Below about 75 columns rows become small
 * blocks of lines. Of more than `most` rows (default: no limit) as many of every task are shown,
 * and the others counted.
 */
export function outcomeTable(
  all: readonly Outcome[],
  width: number,
  colors: Colors,
  most = Number.POSITIVE_INFINITY,
): string[] {
  if (all.length === 0) return ["no outcomes"];
  const outcomes = spreadOverTasks(all, most);
  const left = all.length - outcomes.length;
  const more = left > 0 ? [`and ${plural(left, "more row")}: w2s show`] : [];
  const showLabels = new Set(outcomes.map(({ labels }) => labels)).size > 1;
  const layout = layoutOf(outcomes, showLabels, width, colors);
  const body = byTask(outcomes).flatMap((group) => {
    // Columns say every row's arms.
    const hasColumns = layout !== undefined && layout.arms.length > 0;
    const shared = hasColumns ? [] : sharedArms(group);
    const unclear = group.filter(({ pgr }) => !pgr.defined);
    return [
      ...wrap(groupTitle(group), width, 2).map(colors.bold),
      ...rowLines(group, layout, { width, showLabels, shared }, colors),
      ...[
        ...unclearLines(group),
        ...sharedLines(group, shared),
        ...armLines(hasColumns || layout === undefined ? unclear : group, shared),
        ...labelLines(group),
        ...budgetLines(group),
        ...noteLines(group),
      ]
        .flatMap((line) => wrap(line, width, 2))
        .map(colors.dim),
      "",
    ];
  });
  return [
    ...body,
    ...[...more, ...footer(all)].flatMap((line) => wrap(line, width)).map(colors.dim),
  ];
}

interface Layout {
  /** The arms that have a column. */
  readonly arms: readonly ArmName[];
  readonly widths: readonly number[];
}

/**
 * Columns that fit: with the arms, else without, whose scores then stand below the rows; undefined
 * where neither does.
 */
function layoutOf(
  outcomes: readonly Outcome[],
  showLabels: boolean,
  width: number,
  colors: Colors,
): Layout | undefined {
  const clear = outcomes.filter(({ pgr }) => pgr.defined);
  const all = armsShown(outcomes);
  for (const arms of all.length === 0 ? [all] : [all, []]) {
    const columns = tableColumns(outcomes, arms, showLabels, colors);
    const rows = clear.map((outcome) => cells(outcome, showLabels, arms));
    const widths = columnWidths(columns, rows, width);
    if (widths !== undefined) return { arms, widths };
  }
  return undefined;
}

interface Look {
  readonly width: number;
  readonly showLabels: boolean;
  /** Arms that are said once for all pairs. */
  readonly shared: readonly ArmName[];
}

function rowLines(
  group: readonly Outcome[],
  layout: Layout | undefined,
  { width, showLabels, shared }: Look,
  colors: Colors,
): string[] {
  const clear = group.filter(({ pgr }) => pgr.defined);
  if (clear.length === 0) return [];
  if (layout === undefined) return cardLines(clear, width, showLabels, shared);
  const { arms, widths } = layout;
  const rows = clear.map((outcome) => cells(outcome, showLabels, arms));
  const columns = tableColumns(clear, arms, showLabels, colors);
  return columnLines(columns, rows, widths, colors.underline);
}

function tableColumns(
  outcomes: readonly Outcome[],
  arms: readonly ArmName[],
  showLabels: boolean,
  colors: Colors,
): Column[] {
  const paint = (text: string, row: number) => paintPgr(text, outcomes[row]!, colors);
  return [
    { header: "supervisor", align: "left", least: leastName },
    { header: "student", align: "left", least: leastName },
    ...(showLabels ? [{ header: "labels", align: "left" } as const] : []),
    { header: "method", align: "left", least: 10 },
    { header: "weak", align: "right" },
    { header: "student", align: "right" },
    { header: "ceiling", align: "right" },
    ...arms.map((arm) => ({ header: armHeaders[arm], align: "right" }) as const),
    { header: " PGR (95%)", align: "left", paint },
  ];
}

function cells(outcome: Outcome, showLabels: boolean, arms: readonly ArmName[]): string[] {
  return [
    plain(outcome.supervisor),
    plain(outcome.student),
    ...(showLabels ? [outcome.labels] : []),
    plain(outcome.method),
    score(metricOf(outcome, outcome.scores.weak).value),
    scoreWithSpread(metricOf(outcome, outcome.scores.student)),
    score(metricOf(outcome, outcome.scores.ceiling).value),
    ...arms.map((arm) => armText(outcome, arm) ?? "-"),
    outcome.pgr.defined ? alignSign(pgrText(outcome.pgr)) : "",
  ];
}

/** Positive values stand below the digits of negative ones. */
function alignSign(text: string): string {
  return text.startsWith("-") ? text : ` ${text}`;
}

/**
 * Green where the interval lies above zero, red where it lies below: colour only repeats what the
 * figures say.
 */
function paintPgr(text: string, { pgr }: Outcome, colors: Colors): string {
  if (!pgr.defined) return text;
  if (pgr.low > 0) return colors.green(text);
  return pgr.high < 0 ? colors.red(text) : text;
}

function groupTitle(group: readonly Outcome[]): string {
  const { task, metric } = group[0]!;
  const sizes = unique(group.map(({ testExamples }) => plural(testExamples, "test example")));
  const seeds = unique(group.map((outcome) => plural(outcome.seeds.length, "seed")));
  const name = metric === "auroc" ? "AUROC" : metric;
  return `${plain(task)}: ${name} on ${sizes.join(" or ")}, ${seeds.join(" or ")}`;
}

function footer(outcomes: readonly Outcome[]): string[] {
  const notRun = armsNotRun(outcomes, (reason) => reason === armCostsMuch);
  const unclear = outcomes.some(({ pgr }) => !pgr.defined);
  const byDefinition = outcomes.some((outcome) => armShown(outcome, "untouched")?.isChance)
    ? ", chance by definition where its head is new"
    : "";
  return [
    "PGR = (student - weak) / (ceiling - weak). ± and [ ] span 95% bootstrap intervals over " +
      "test examples and seeds.",
    ...(unclear
      ? [
          "PGR is undefined where the ceiling does not clear the supervisor (no clear gap), " +
            "chance and the untouched student.",
        ]
      : []),
    ...(armsShown(outcomes).length > 0
      ? [
          `untouched: the student before training${byDefinition}; uninformed: taught by labels ` +
            "without information; self-taught: taught by a copy of itself that learnt from " +
            "ground truth.",
        ]
      : []),
    ...(notRun === null ? [] : [notRun]),
  ];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
