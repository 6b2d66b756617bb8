// What the report has on single rows: their examples by facts, the study's own measures, and the
// links of chains.

import { plural } from "@w2s/base";
import { type Outcome, roleNames } from "@w2s/lab";
import { bareTable, type Column, folded, text } from "./html-table.js";
import { decimal, metricOf, scoreWithSpread } from "./numbers.js";
import { element } from "./svg.js";

/**
 * Rows by each fact of their test examples: where students overrule their supervisors, and whether
 * they are right there.
 */
export function partTables(outcomes: readonly Outcome[]): string {
  type Row = Outcome["parts"][number];
  const columns: Column<Row>[] = [
    text("fact", ({ fact }) => fact),
    text("value", ({ value }) => String(value)),
    text("examples", ({ examples }) => String(examples), true),
    text("weak", ({ weak }) => short(weak), true),
    text("student", ({ student }) => short(student), true),
    text("ceiling", ({ ceiling }) => short(ceiling), true),
    text("overruled", ({ overruled }) => short(overruled), true),
    text(
      "right where overruled",
      ({ overruledRight }) => (overruledRight === null ? "none" : short(overruledRight)),
      true,
    ),
  ];
  const having = outcomes.filter(({ parts }) => parts.length > 0);
  if (having.length === 0) return "";
  const shown = having.slice(0, mostRows / 10);
  const tables = shown.map((outcome) => bareTable(rowName(outcome), columns, outcome.parts));
  return folded(
    `Accuracy by what is known of the examples (${plural(tables.length, "table")})`,
    ...tables,
    moreOf(having.length - shown.length),
  );
}

/** Rows of a folded table on the page; results.json has them all. */
const mostRows = 300;

function moreOf(left: number): string {
  if (left <= 0) return "";
  return element("p", { class: "soft" }, `${plural(left, "more row")} in results.json.`);
}

/** Every role's value of the study's own measures, and every link's score. */
export function ownTables(outcomes: readonly Outcome[]): string {
  const measured = outcomes.flatMap((outcome) =>
    Object.entries(outcome.measures).map(([name, roles]) => ({
      row: rowName(outcome),
      name,
      roles,
    })),
  );
  const links = outcomes.flatMap((outcome) =>
    outcome.links.map(({ name, scores }) => ({
      row: rowName(outcome),
      name,
      score: scoreWithSpread(metricOf(outcome, scores)),
    })),
  );
  const there = roleNames.filter((role) => measured.some(({ roles }) => role in roles));
  const byMeasure: Column<(typeof measured)[number]>[] = [
    text("row", ({ row }) => row),
    text("measure", ({ name }) => name),
    ...there.map((role) =>
      text<(typeof measured)[number]>(
        role,
        ({ roles }) => {
          const value = roles[role];
          return value ? scoreWithSpread(value) : "none";
        },
        true,
      ),
    ),
  ];
  const byLink: Column<(typeof links)[number]>[] = [
    text("row", ({ row }) => row),
    text("link", ({ name }) => name),
    text("score", (link) => link.score, true),
  ];
  return [
    ...(measured.length === 0
      ? []
      : [folded("The study's own measures", bareTable(undefined, byMeasure, measured))]),
    ...(links.length === 0 ? [] : [folded("Links of chains", bareTable(undefined, byLink, links))]),
  ].join("");
}

/** The metric of every role under each seed: how much of an interval is luck with seeds. */
export function seedTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.flatMap((outcome) =>
    outcome.seeds.map((seed, i) => ({ row: rowName(outcome), seed, i, bySeed: outcome.bySeed })),
  );
  const there = roleNames.filter((role) => rows.some(({ bySeed }) => bySeed[role] !== undefined));
  if (there.length === 0) return "";
  const shown = rows.slice(0, mostRows);
  const columns: Column<(typeof rows)[number]>[] = [
    text("row", ({ row }) => row),
    text("seed", ({ seed }) => String(seed), true),
    ...there.map((role) =>
      text<(typeof rows)[number]>(
        role,
        ({ bySeed, i }) => {
          const value = bySeed[role]?.[i] ?? null;
          return value === null ? "none" : decimal(value, 3);
        },
        true,
      ),
    ),
  ];
  const left = moreOf(rows.length - shown.length);
  return folded("Scores by seed", bareTable(undefined, columns, shown), left);
}

const short = (share: number) => decimal(share, 2);

function rowName({ task, student, supervisor, method, labels }: Outcome): string {
  return `${task}: ${student} taught by ${supervisor}, ${method}, ${labels} labels`;
}
