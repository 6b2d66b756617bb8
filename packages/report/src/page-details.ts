// The report's smaller tables: methods over tasks, label quality, and which models took part.

import type { LabelQuality, ModelFacts, Outcome } from "@w2s/lab";
import { byTask } from "./groups.js";
import { bareTable, type Column, folded, htmlTable, text } from "./html-table.js";
import { methodMedians } from "./medians.js";
import { differenceText, methodSummaries } from "./methods-compared.js";
import { decimal, score } from "./numbers.js";
import { overTasksText } from "./over-tasks-text.js";
import { flopText, parametersText } from "./size-text.js";

/** A row a method: medians over tasks, and against the first method. */
export function methodTable(outcomes: readonly Outcome[]): string {
  const compared = new Map(methodSummaries(outcomes).map((one) => [one.method, one]));
  const rows = methodMedians(outcomes).map((one) => ({
    ...one,
    against: compared.get(one.method),
  }));
  const tasks = byTask(outcomes).length;
  type Row = (typeof rows)[number];
  const columns: Column<Row>[] = [
    text("method", ({ method }) => method),
    text("rows", ({ rows: own }) => String(own.length), true),
    text("median gain", ({ gain }) => overTasksText(gain, gain.tasks.length, { decimals: 3 })),
    text("rows with a clear gap", ({ selected }) => String(selected), true),
    text("median PGR of these", ({ pgr }) =>
      pgr === null ? "none" : overTasksText(pgr, pgr.tasks.length),
    ),
    text("ratio of means, all rows", ({ ratio, gain }) =>
      ratio === null ? "no gap" : overTasksText(ratio, gain.tasks.length),
    ),
    text(`minus the first method${tasks === 1 ? "" : ", mean over tasks"} (Holm)`, ({ against }) =>
      against === undefined ? "(the first)" : differenceText(against),
    ),
    text("rows clearly ahead, behind (Holm)", ({ against }) =>
      against === undefined
        ? ""
        : `${against.clearlyAhead.length}, ${against.clearlyBehind.length} of ` +
          `${against.cells.length}`,
    ),
  ];
  return htmlTable(tasks === 1 ? "Methods" : "Methods over tasks", columns, rows);
}

/** How good the labels were where they were used; nothing where nobody measured it. */
export function labelTable(outcomes: readonly Outcome[]): string {
  const seen = new Map<string, LabelRow>();
  for (const { task, supervisor, labels, labelQuality } of outcomes) {
    for (const part of ["transfer", "validation"] as const) {
      const quality = labelQuality[part];
      const key = JSON.stringify([task, supervisor, labels, part]);
      if (quality !== null) seen.set(key, { task, supervisor, labels, part, quality });
    }
  }
  if (seen.size === 0) return "";
  const columns: Column<LabelRow>[] = [
    text("task", ({ task }) => task),
    text("supervisor", ({ supervisor }) => supervisor),
    text("labels", ({ labels }) => labels),
    text("part", ({ part }) => part),
    text("examples", ({ quality }) => String(Math.round(quality.examples)), true),
    text("accuracy", ({ quality }) => score(quality.accuracy), true),
    text("AUROC", ({ quality }) => (quality.auroc === null ? "none" : score(quality.auroc)), true),
    text("calibration error", ({ quality }) => score(quality.calibrationError), true),
    text("confidence", ({ quality }) => score(quality.confidence), true),
    text("balance", ({ quality }) => quality.balance.map(short).join(", ")),
    text("truth's balance", ({ quality }) => quality.truth.map(short).join(", ")),
  ];
  return folded(
    `Quality of the labels (${seen.size} ${seen.size === 1 ? "row" : "rows"})`,
    bareTable(undefined, columns, [...seen.values()]),
  );
}

interface LabelRow {
  readonly task: string;
  readonly supervisor: string;
  readonly labels: string;
  readonly part: string;
  readonly quality: LabelQuality;
}

const short = (share: number) => decimal(share, 2);

/** Who took part, with sizes; what is not known is said to be so. */
export function modelTable(outcomes: readonly Outcome[]): string {
  const models = new Map<string, { label: string; facts: ModelFacts; roles: Set<string> }>();
  const add = (label: string, facts: ModelFacts, role: string) => {
    const known = models.get(label) ?? { label, facts, roles: new Set<string>() };
    known.roles.add(role);
    models.set(label, known);
  };
  for (const { supervisor, supervisorModel, student, studentModel } of outcomes) {
    add(supervisor, supervisorModel, "supervisor");
    add(student, studentModel, "student");
  }
  type Row = { label: string; facts: ModelFacts; roles: Set<string> };
  const columns: Column<Row>[] = [
    text("model", ({ label }) => label),
    text("role", ({ roles }) =>
      ["supervisor", "student"].filter((role) => roles.has(role)).join(", "),
    ),
    text(
      "parameters used",
      ({ facts }) => (facts.parameters === null ? "none" : parametersText(facts.parameters)),
      true,
    ),
    text(
      "pretraining",
      ({ facts }) =>
        facts.pretrainingFlop !== null
          ? `${flopText(facts.pretrainingFlop)} FLOP`
          : facts.parameters === null
            ? "none"
            : "not stated",
      true,
    ),
  ];
  return htmlTable(undefined, columns, [...models.values()]);
}
