// What the report has on single rows: their examples by facts, the study's own measures, and the
// links of chains.

import { type Outcome, roleNames } from "@w2s/lab";
import { bareTable, type Column, folded, text } from "./html-table.js";
import { decimal, metricOf, scoreWithSpread } from "./numbers.js";

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
  const tables = outcomes
    .filter(({ parts }) => parts.length > 0)
    .map((outcome) => bareTable(rowName(outcome), columns, outcome.parts));
  if (tables.length === 0) return "";
  const noun = tables.length === 1 ? "table" : "tables";
  return folded(`Accuracy by what is known of the examples (${tables.length} ${noun})`, ...tables);
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
  return folded("Scores by seed", bareTable(undefined, columns, rows));
}

const short = (share: number) => decimal(share, 2);

function rowName({ task, student, supervisor, method, labels }: Outcome): string {
  return `${task}: ${student} taught by ${supervisor}, ${method}, ${labels} labels`;
}
