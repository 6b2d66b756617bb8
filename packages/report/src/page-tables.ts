// The report's main tables: what each pair reached, with its arms and what must be said of it.

import { plural } from "@w2s/base";
import type { ArmName, Estimate, Outcome, RoleScores } from "@w2s/lab";
import { armShown, armsShown, armText } from "./arm-shown.js";
import { explanations } from "./explained.js";
import { byTask } from "./groups.js";
import { type Column, htmlTable, text } from "./html-table.js";
import { decimal, metricOf, pgrText, score, scoreWithSpread } from "./numbers.js";
import { element, escaped } from "./svg.js";
import { verdict } from "./verdict.js";

/** Tables of fewer rows in all are open: they take less room than a click is worth. */
const fewRows = 4;

/**
 * A table for each task, every row of it, behind its title; what must be said of a row stands below
 * it. Open on paper, and where there are few rows.
 */
export function outcomeTables(outcomes: readonly Outcome[]): string {
  const columns = columnsFor(outcomes);
  const open = outcomes.length <= fewRows ? "open" : undefined;
  return byTask(outcomes)
    .map((group) => {
      const caption = captionOf(group);
      const title = `${escaped(caption)} ${rowsOf(group)}`;
      const table = htmlTable(undefined, columns, group, caption);
      return element(
        "details",
        { class: "rows", open },
        element("summary", {}, title),
        table,
        notes(group),
      );
    })
    .join("");
}

function rowsOf(group: readonly Outcome[]): string {
  return element("span", { class: "soft" }, `(${plural(group.length, "row")})`);
}

function captionOf(group: readonly Outcome[]): string {
  const { task, metric, testExamples, seeds, splits, chance } = group[0]!;
  const sizes =
    `${splits.supervise} examples to supervise, ${splits.transfer} to transfer, ` +
    `${splits.validation} for validation, ${testExamples} to test`;
  return (
    `${task}: ${metric === "auroc" ? "AUROC" : metric}; ${sizes}; seeds ` +
    `${seeds.join(", ")}; chance ${score(metric === "auroc" ? 0.5 : chance)}`
  );
}

/** The rows of the page's tables, cell by cell. */
export interface OutcomeCells {
  readonly headers: readonly { readonly title: string; readonly number: boolean }[];
  readonly rows: readonly {
    /** Markup, in the order of the headers. */
    readonly cells: readonly string[];
    /** What a reader must know of the row, as text; empty where there is nothing. */
    readonly note: string;
  }[];
}

/** Every row as the page's tables show it, for whoever lays them out otherwise. */
export function outcomeCells(outcomes: readonly Outcome[]): OutcomeCells {
  const columns = columnsFor(outcomes);
  return {
    headers: columns.map(({ header, number = false }) => ({ title: header, number })),
    rows: outcomes.map((outcome) => ({
      cells: columns.map(({ cell }) => cell(outcome)),
      note: noteOf(outcome),
    })),
  };
}

/** What tables call each arm. */
export const armHeaders: Readonly<Record<ArmName, string>> = {
  untouched: "untouched",
  uninformed: "uninformed",
  selfTaught: "self-taught",
};

/** What none of the rows has gets no column. */
function columnsFor(outcomes: readonly Outcome[]): Column<Outcome>[] {
  const any = (has: (outcome: Outcome) => boolean) => outcomes.some(has);
  const ranked = any(
    ({ metric, scores }) => metric === "accuracy" && scores.student.auroc !== null,
  );
  return [
    text("supervisor", ({ supervisor }) => supervisor),
    text("student", ({ student }) => student),
    text("method", ({ method }) => method),
    ...(new Set(outcomes.map(({ labels }) => labels)).size > 1
      ? [text<Outcome>("labels", ({ labels }) => labels)]
      : []),
    valueColumn("weak", ({ scores }) => scores.weak),
    text("student", (outcome) => scoreWithSpread(metricOf(outcome, outcome.scores.student)), true),
    valueColumn("ceiling", ({ scores }) => scores.ceiling),
    ...armsShown(outcomes).map(armColumn),
    ...(ranked
      ? [text<Outcome>("AUROC", ({ scores }) => rankText(scores.student.auroc), true)]
      : []),
    { header: "PGR (95%)", cell: pgrCell },
    ...(any(({ labelQuality }) => labelQuality.transfer !== null)
      ? [
          text<Outcome>(
            "labels right",
            ({ labelQuality: { transfer } }) => (transfer ? score(transfer.accuracy) : "not known"),
            true,
          ),
        ]
      : []),
    { header: "agreement: all, right, wrong", cell: agreementCell },
  ];
}

function valueColumn(header: string, of: (outcome: Outcome) => RoleScores): Column<Outcome> {
  return text(header, (outcome) => score(metricOf(outcome, of(outcome)).value), true);
}

/** The arm's score, and how far the student is ahead of it; "none" where nothing is known of it. */
function armColumn(arm: ArmName): Column<Outcome> {
  return {
    header: armHeaders[arm],
    number: true,
    cell(outcome) {
      const one = outcome.arms[arm];
      const shown = armShown(outcome, arm);
      if (shown === null) {
        const title = one.run ? undefined : one.reason;
        return element("span", { class: "soft", title }, "none");
      }
      const { value, low } = shown.ahead;
      const lead = `${value < 0 ? "" : "+"}${score(value)}`;
      // A student that teaches itself as well is no reason to doubt a gain.
      const side = low > 0 || arm === "selfTaught" ? "soft" : "bad";
      return escaped(`${armText(outcome, arm)} `) + element("span", { class: side }, `(${lead})`);
    },
  };
}

function rankText(estimate: Estimate | null): string {
  return estimate === null ? "none" : score(estimate.value);
}

/**
 * Coloured where the interval lies on one side of 0: colour only repeats what the figures say. A
 * star points to the notes below.
 */
function pgrCell(outcome: Outcome): string {
  const { pgr } = outcome;
  if (!pgr.defined) return element("span", { class: "nb", title: pgr.reason }, "undefined *");
  const side = pgr.low > 0 ? "nb good" : pgr.high < 0 ? "nb bad" : "nb";
  const star = noteOf(outcome) === "" ? "" : " *";
  return element("span", { class: side }, `${escaped(pgrText(pgr))}${star}`);
}

function agreementCell(outcome: Outcome): string {
  return element("span", { class: "nb" }, escaped(agreementText(outcome)));
}

/** In brackets the ceiling's agreement with the same errors, which it never saw. */
function agreementText({ agreement, errorsRepeated: { ceiling } }: Outcome): string {
  const { overall, whereSupervisorRight, whereSupervisorWrong } = agreement;
  const shares = [overall, whereSupervisorRight, whereSupervisorWrong]
    .map((share) => (share === null ? "none" : decimal(share, 2)))
    .join(", ");
  return ceiling === null ? shares : `${shares} (${decimal(ceiling.value, 2)})`;
}

/** What a reader must know of the row; empty where there is nothing. */
function noteOf(outcome: Outcome): string {
  const { pgr, nearConstant, warnings } = outcome;
  const explained =
    verdict(outcome) === "explained"
      ? [`the gain may be explained: ${explanations(outcome).join("; ")}`]
      : [];
  return [
    ...(pgr.defined ? [] : [`PGR is undefined: ${pgr.reason}`]),
    ...explained,
    ...nearConstant.map(({ note }) => note),
    ...warnings,
  ].join("; ");
}

/**
 * A line for each note of a pair, with the ways of teaching that have it: in cells they would push
 * the figures off the page.
 */
function notes(group: readonly Outcome[]): string {
  const byNote = new Map<string, { pair: string; ways: string[]; note: string }>();
  for (const outcome of group) {
    const { supervisor, student, method, labels } = outcome;
    const note = noteOf(outcome);
    if (note === "") continue;
    const pair = `${student} taught by ${supervisor}`;
    const key = JSON.stringify([pair, note]);
    const known = byNote.get(key) ?? { pair, ways: [], note };
    byNote.set(key, known);
    known.ways.push(`${method}, ${labels} labels`);
  }
  const lines = [...byNote.values()].map(
    ({ pair, ways, note }) => `${pair} (${ways.join("; ")}): ${note}`,
  );
  if (lines.length === 0) return "";
  const rows = group.filter((outcome) => noteOf(outcome) !== "").length;
  const summary = `* Notes on ${plural(rows, "row")}`;
  return element(
    "details",
    { class: "said", open: lines.length <= 3 ? "open" : undefined },
    element("summary", {}, summary),
    element("ul", {}, ...lines.map((line) => element("li", {}, escaped(line)))),
  );
}
