// The report's tables: what each pair reached, and which models took part.

import type { Estimate, ModelFacts, Outcome } from "@w2s/lab";
import { byTask } from "./groups.js";
import { decimal, metricOf, pgrText, score, scoreWithSpread } from "./numbers.js";
import { flopText, parametersText } from "./size-text.js";
import { element, escaped } from "./svg.js";

interface Column {
  readonly header: string;
  readonly number?: boolean;
  /** A cell's markup. */
  readonly cell: (outcome: Outcome) => string;
}

/** A table for each task, every row of it, undefined PGR with its reason. */
export function outcomeTables(outcomes: readonly Outcome[]): string {
  const showLabels = new Set(outcomes.map(({ labels }) => labels)).size > 1;
  return byTask(outcomes)
    .map((group) => table(captionOf(group), columns(showLabels), group))
    .join("");
}

function captionOf(group: readonly Outcome[]): string {
  const { task, metric, testExamples, seeds, splits, chance } = group[0]!;
  const sizes = `${splits.supervise} examples to supervise, ${splits.transfer} to transfer, ${splits.validation} for validation, ${testExamples} to test`;
  return (
    `${task}: ${metric === "auroc" ? "AUROC" : metric}; ${sizes}; seeds ` +
    `${seeds.join(", ")}; chance ${score(metric === "auroc" ? 0.5 : chance)}`
  );
}

function columns(showLabels: boolean): Column[] {
  const at =
    (of: (outcome: Outcome) => Estimate): Column["cell"] =>
    (outcome) =>
      escaped(scoreWithSpread(of(outcome)));
  return [
    { header: "supervisor", cell: ({ supervisor }) => escaped(supervisor) },
    { header: "student", cell: ({ student }) => escaped(student) },
    { header: "method", cell: ({ method }) => escaped(method) },
    ...(showLabels ? [{ header: "labels", cell: ({ labels }: Outcome) => labels }] : []),
    { header: "weak", number: true, cell: at((outcome) => metricOf(outcome, outcome.scores.weak)) },
    {
      header: "student",
      number: true,
      cell: at((outcome) => metricOf(outcome, outcome.scores.student)),
    },
    {
      header: "ceiling",
      number: true,
      cell: at((outcome) => metricOf(outcome, outcome.scores.ceiling)),
    },
    { header: "PGR (95%)", cell: pgrCell },
    { header: "agreement: all, right, wrong", cell: agreementCell },
  ];
}

/** Coloured where the interval lies on one side of 0: colour only repeats what the figures say. */
function pgrCell({ pgr }: Outcome): string {
  if (!pgr.defined) return element("span", { class: "why" }, escaped(`undefined: ${pgr.reason}`));
  const side = pgr.low > 0 ? "good" : pgr.high < 0 ? "bad" : undefined;
  return element("span", { class: side }, escaped(pgrText(pgr)));
}

function agreementCell({ agreement }: Outcome): string {
  const { overall, whereSupervisorRight, whereSupervisorWrong } = agreement;
  return [overall, whereSupervisorRight, whereSupervisorWrong]
    .map((share) => (share === null ? "none" : decimal(share, 2)))
    .join(", ");
}

function table(caption: string, all: readonly Column[], rows: readonly Outcome[]): string {
  const kind = ({ number }: Column) => (number ? "n" : undefined);
  const head = all.map((column) =>
    element("th", { scope: "col", class: kind(column) }, escaped(column.header)),
  );
  const body = rows.map((row) =>
    element(
      "tr",
      {},
      ...all.map((column) => element("td", { class: kind(column) }, column.cell(row))),
    ),
  );
  return element(
    "div",
    { class: "wide" },
    element(
      "table",
      {},
      element("caption", {}, escaped(caption)),
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body),
    ),
  );
}

/**
 * Rows by each fact of their test examples: where students overrule their supervisors, and whether
 * they are right there.
 */
export function partTables(outcomes: readonly Outcome[]): string {
  const headers = ["examples", "weak", "student", "ceiling", "overruled", "right where overruled"];
  const tables = outcomes
    .filter(({ parts }) => parts.length > 0)
    .map((outcome) => {
      const { task, supervisor, student, method, labels, parts } = outcome;
      const head = ["fact", "value", ...headers].map((name, i) =>
        element("th", { scope: "col", class: i > 1 ? "n" : undefined }, name),
      );
      const rows = parts.map((part) => {
        const numbers = [
          part.weak,
          part.student,
          part.ceiling,
          part.overruled,
          part.overruledRight,
        ];
        const cells = [part.fact, String(part.value), String(part.examples)].map((text, i) =>
          element("td", { class: i > 1 ? "n" : undefined }, escaped(text)),
        );
        const scores = numbers.map((value) =>
          element("td", { class: "n" }, value === null ? "none" : decimal(value, 2)),
        );
        return element("tr", {}, ...cells, ...scores);
      });
      const caption = `${task}: ${student} taught by ${supervisor}, ${method}, ${labels} labels`;
      return element(
        "table",
        {},
        element("caption", {}, escaped(caption)),
        element("thead", {}, element("tr", {}, ...head)),
        element("tbody", {}, ...rows),
      );
    });
  if (tables.length === 0) return "";
  const summary = element(
    "summary",
    {},
    `Accuracy by what is known of the examples (${tables.length} tables)`,
  );
  return element("details", { class: "wide" }, summary, ...tables);
}

/** Who took part, with sizes; what is not known is said to be so. */
export function modelTable(outcomes: readonly Outcome[]): string {
  const models = new Map<string, { readonly facts: ModelFacts; readonly roles: Set<string> }>();
  const add = (label: string, facts: ModelFacts, role: string) => {
    const known = models.get(label) ?? { facts, roles: new Set<string>() };
    known.roles.add(role);
    models.set(label, known);
  };
  for (const { supervisor, supervisorModel, student, studentModel } of outcomes) {
    add(supervisor, supervisorModel, "supervisor");
    add(student, studentModel, "student");
  }
  const cell = (content: string, number = false) =>
    element("td", { class: number ? "n" : undefined }, escaped(content));
  const rows = [...models].map(([label, { facts, roles }]) =>
    element(
      "tr",
      {},
      cell(label),
      cell(["supervisor", "student"].filter((role) => roles.has(role)).join(", ")),
      cell(facts.parameters === null ? "none" : parametersText(facts.parameters), true),
      cell(
        facts.pretrainingFlop === null ? "not stated" : `${flopText(facts.pretrainingFlop)} FLOP`,
        true,
      ),
    ),
  );
  const head = ["model", "role", "parameters used", "pretraining"].map((name, i) =>
    element("th", { scope: "col", class: i > 1 ? "n" : undefined }, name),
  );
  return element(
    "div",
    { class: "wide" },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...rows),
    ),
  );
}
