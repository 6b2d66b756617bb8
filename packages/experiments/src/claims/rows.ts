// Which rows of a study's results a claim means, and which of two sets belong together.

import type { Outcome } from "@w2s/lab";
import { withoutAdapted } from "@w2s/report";
import type { Rows } from "./schema.js";

type Part = keyof Rows;

const partOf: Readonly<Record<Part, (outcome: Outcome) => string>> = {
  task: ({ task }) => task,
  supervisor: ({ supervisor }) => supervisor,
  student: ({ student }) => student,
  method: ({ method }) => method,
  adapted: ({ studentModel }) => studentModel.adapted,
  labels: ({ labels }) => labels,
};
const parts = Object.keys(partOf) as Part[];

/** The rows that a claim means, in their order. */
export function rowsOf(outcomes: readonly Outcome[], rows: Rows): Outcome[] {
  const asked = parts.flatMap((part) => {
    const names = rows[part];
    return names === undefined ? [] : [{ part, patterns: [names].flat().map(patternOf) }];
  });
  return outcomes.filter((outcome) =>
    asked.every(({ part, patterns }) => patterns.some((fits) => fits(partOf[part](outcome)))),
  );
}

function patternOf(name: string): (text: string) => boolean {
  if (name.startsWith("!")) {
    const other = patternOf(name.slice(1));
    return (text) => !other(text);
  }
  const escaped = name.split("*").map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${escaped.join(".*")}$`, "su");
  return (text) => pattern.test(text);
}

/**
 * Names a row's cell by all parts that neither set of rows names: rows of one cell differ in
 * nothing else. Where sets differ in how students are adapted, so do the labels that say it.
 */
export function cellNames(...sets: readonly Rows[]): (outcome: Outcome) => string {
  const named = new Set(sets.flatMap((rows) => parts.filter((part) => rows[part] !== undefined)));
  const alike = named.has("adapted");
  const kept = parts.filter((part) => part !== "task" && part !== "adapted" && !named.has(part));
  const role = (label: string, model: Outcome["studentModel"]) =>
    alike ? withoutAdapted(label, model) : label;
  return (outcome) => {
    const { supervisor, supervisorModel, student, studentModel } = outcome;
    const stripped = {
      ...outcome,
      supervisor: role(supervisor, supervisorModel),
      student: role(student, studentModel),
    };
    return JSON.stringify([outcome.task, ...kept.map((part) => partOf[part](stripped))]);
  };
}
