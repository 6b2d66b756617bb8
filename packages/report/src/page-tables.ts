// The report's main tables: what each pair reached, with its arms and what must be said of it.

import { type ArmName, armNames, type Estimate, type Outcome, type RoleScores } from "@w2s/lab";
import { explanations } from "./explained.js";
import { byTask } from "./groups.js";
import { type Column, htmlTable, text } from "./html-table.js";
import { decimal, metricOf, pgrText, score, scoreWithSpread } from "./numbers.js";
import { element, escaped } from "./svg.js";
import { verdict } from "./verdict.js";

/** A table for each task, every row of it; why a PGR is undefined stands below it. */
export function outcomeTables(outcomes: readonly Outcome[]): string {
  const columns = columnsFor(outcomes);
  return byTask(outcomes)
    .map((group) => htmlTable(captionOf(group), columns, group) + reasons(group))
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
  const arms = armNames.filter((arm) => any(({ arms: run }) => run[arm].run));
  return [
    text("supervisor", ({ supervisor }) => supervisor),
    text("student", ({ student }) => student),
    text("method", ({ method }) => method),
    ...(new Set(outcomes.map(({ labels }) => labels)).size > 1
      ? [text<Outcome>("labels", ({ labels }) => labels)]
      : []),
    scoreColumn("weak", ({ scores }) => scores.weak),
    scoreColumn("student", ({ scores }) => scores.student),
    scoreColumn("ceiling", ({ scores }) => scores.ceiling),
    ...arms.map(armColumn),
    ...(ranked
      ? [text<Outcome>("student's AUROC", ({ scores }) => rankText(scores.student.auroc), true)]
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
    text("agreement: all, right, wrong", agreementText),
    ...(any((outcome) => noteOf(outcome) !== "")
      ? [{ header: "note", cell: noteCell } satisfies Column<Outcome>]
      : []),
  ];
}

function scoreColumn(header: string, of: (outcome: Outcome) => RoleScores): Column<Outcome> {
  return text(header, (outcome) => scoreWithSpread(metricOf(outcome, of(outcome))), true);
}

/** The arm's score, and how far the student is ahead of it; "none" where it was not run. */
function armColumn(arm: ArmName): Column<Outcome> {
  return {
    header: armHeaders[arm],
    number: true,
    cell(outcome) {
      const one = outcome.arms[arm];
      if (!one.run) return element("span", { class: "soft", title: one.reason }, "none");
      const { value, low } = one.difference;
      const lead = `${value < 0 ? "" : "+"}${score(value)}`;
      const side = low > 0 ? "soft" : "bad";
      return (
        escaped(`${score(metricOf(outcome, one.scores).value)} `) +
        element("span", { class: side }, `(${lead})`)
      );
    },
  };
}

function rankText(estimate: Estimate | null): string {
  return estimate === null ? "none" : score(estimate.value);
}

/** Coloured where the interval lies on one side of 0: colour only repeats what the figures say. */
function pgrCell({ pgr }: Outcome): string {
  if (!pgr.defined) return element("span", { title: pgr.reason }, "undefined");
  const side = pgr.low > 0 ? "good" : pgr.high < 0 ? "bad" : undefined;
  return element("span", { class: side }, escaped(pgrText(pgr)));
}

/** In brackets the ceiling's agreement with the same errors, which it never saw. */
function agreementText({ agreement, errorsRepeated: { ceiling } }: Outcome): string {
  const { overall, whereSupervisorRight, whereSupervisorWrong } = agreement;
  const shares = [overall, whereSupervisorRight, whereSupervisorWrong]
    .map((share) => (share === null ? "none" : decimal(share, 2)))
    .join(", ");
  return ceiling === null ? shares : `${shares} (ceiling ${decimal(ceiling.value, 2)})`;
}

function noteOf(outcome: Outcome): string {
  const explained =
    verdict(outcome) === "explained" ? [`gain explained: ${explanations(outcome).join("; ")}`] : [];
  const notes = outcome.nearConstant.map(({ note }) => note);
  return [...explained, ...notes, ...outcome.warnings].join("; ");
}

function noteCell(outcome: Outcome): string {
  return element("span", { class: "why" }, escaped(noteOf(outcome)));
}

/** A line for each undefined PGR: in a cell they would push the figures off the page. */
function reasons(group: readonly Outcome[]): string {
  const lines = group.flatMap(({ supervisor, student, method, labels, pgr }) =>
    pgr.defined
      ? []
      : [`${student} taught by ${supervisor} (${method}, ${labels} labels): ${pgr.reason}`],
  );
  if (lines.length === 0) return "";
  const summary = `Why PGR is undefined (${lines.length} ${lines.length === 1 ? "row" : "rows"})`;
  return element(
    "details",
    { open: lines.length <= 3 ? "open" : undefined },
    element("summary", {}, summary),
    element("ul", {}, ...lines.map((line) => element("li", {}, escaped(line)))),
  );
}
