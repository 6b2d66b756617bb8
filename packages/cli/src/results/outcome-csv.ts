// Outcomes as CSV (RFC 4180): one row each, every number in full.

import type { Estimate, ModelFacts, Outcome, RoleScores } from "@w2s/lab";

type Cell = string | number | null;

/** The table with a header row. Undefined PGR and absent AUROC are empty cells. */
export function outcomesCsv(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => Object.fromEntries(cells(outcome)));
  const header = Object.keys(Object.fromEntries(cells(outcomes[0] ?? blank)));
  const lines = rows.map((row) => header.map((name) => quoted(row[name] ?? null)).join(","));
  return `${[header.join(","), ...lines].join("\r\n")}\r\n`;
}

function cells(outcome: Outcome): [string, Cell][] {
  const { pgr, agreement } = outcome;
  return [
    ["task", outcome.task],
    ["supervisor", outcome.supervisor],
    ["student", outcome.student],
    ["labels", outcome.labels],
    ["method", outcome.method],
    ["metric", outcome.metric],
    ["supervisor_parameters", outcome.supervisorModel.parameters],
    ["supervisor_pretraining_flop", outcome.supervisorModel.pretrainingFlop],
    ["student_parameters", outcome.studentModel.parameters],
    ["student_pretraining_flop", outcome.studentModel.pretrainingFlop],
    ["seeds", outcome.seeds.join(" ")],
    ["test_examples", outcome.testExamples],
    ["supervise_examples", outcome.splits.supervise],
    ["transfer_examples", outcome.splits.transfer],
    ["validation_examples", outcome.splits.validation],
    ["chance", outcome.chance],
    ...role("weak", outcome.weak),
    ...role("student", outcome.strong),
    ...role("ceiling", outcome.ceiling),
    ...estimate("gap", outcome.gap),
    ...estimate("gain", outcome.gain),
    ...estimate("pgr", pgr.defined ? pgr : null),
    ["pgr_undefined_because", pgr.defined ? null : pgr.reason],
    ["agreement", agreement.overall],
    ["agreement_where_supervisor_right", agreement.whereSupervisorRight],
    ["agreement_where_supervisor_wrong", agreement.whereSupervisorWrong],
    ["right_where_overruled", agreement.overruledRight],
  ];
}

function role(name: string, scores: RoleScores): [string, Cell][] {
  return [
    ...estimate(`${name}_accuracy`, scores.accuracy),
    ...estimate(`${name}_auroc`, scores.auroc),
    [`${name}_log_loss`, scores.logLoss],
    [`${name}_calibration_error`, scores.calibrationError],
  ];
}

/** The student's name is a column already, so its scores are student_accuracy and so on. */
function estimate(name: string, value: Estimate | null): [string, Cell][] {
  return [
    [name, value?.value ?? null],
    [`${name}_low`, value?.low ?? null],
    [`${name}_high`, value?.high ?? null],
  ];
}

/**
 * A text that a spreadsheet would run as a formula is led by an apostrophe: names may come from
 * somebody else's data.
 */
function quoted(cell: Cell): string {
  if (cell === null) return "";
  const text = typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const nothing: Estimate = { value: 0, low: 0, high: 0 };
const noScores: RoleScores = { accuracy: nothing, auroc: null, logLoss: 0, calibrationError: 0 };
const noModel: ModelFacts = { name: "", adapted: "", parameters: null, pretrainingFlop: null };

/** Gives the header of a table without rows. */
const blank: Outcome = {
  task: "",
  supervisor: "",
  student: "",
  labels: "soft",
  method: "",
  supervisorModel: noModel,
  studentModel: noModel,
  seeds: [],
  testExamples: 0,
  splits: { supervise: 0, transfer: 0, validation: 0 },
  chance: 0,
  metric: "accuracy",
  weak: noScores,
  strong: noScores,
  ceiling: noScores,
  gap: nothing,
  pgr: { defined: false, reason: "" },
  agreement: {
    overall: 0,
    whereSupervisorRight: null,
    whereSupervisorWrong: null,
    overruledRight: null,
  },
  parts: [],
  gain: nothing,
};
