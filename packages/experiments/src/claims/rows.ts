// Which rows of a study's results a claim means, and which of two sets belong together.

import type { ModelFacts, Outcome } from "@w2s/lab";
import { withoutAdapted } from "@w2s/report";
import type { Rows } from "./schema.js";

/** What of a row says which it is. */
export type RowNames = Pick<
  Outcome,
  "task" | "supervisor" | "student" | "method" | "labels" | "supervisorModel" | "studentModel"
>;

type Part = keyof Rows;

const partOf: Readonly<Record<Part, (row: RowNames) => string>> = {
  task: ({ task }) => task,
  supervisor: ({ supervisor }) => supervisor,
  student: ({ student }) => student,
  method: ({ method }) => method,
  adapted: ({ studentModel }) => studentModel.adapted,
  labels: ({ labels }) => labels,
};
const parts = Object.keys(partOf) as Part[];

/** The rows that a claim means, in their order. */
export function rowsOf<T extends RowNames>(outcomes: readonly T[], rows: Rows): T[] {
  const asked = parts.flatMap((part) => {
    const names = rows[part];
    return names === undefined ? [] : [{ part, fits: fitting([names].flat()) }];
  });
  return outcomes.filter((row) => asked.every(({ part, fits }) => fits(partOf[part](row), row)));
}

/** Whether a text is one of the names, and none of those after "!". */
function fitting(names: readonly string[]): (text: string, row: RowNames) => boolean {
  const not = names.filter((name) => name.startsWith("!")).map((name) => name.slice(1));
  const one = names.filter((name) => !name.startsWith("!"));
  return (text, row) => {
    const fits = (name: string) => patternOf(name, row).test(text);
    return (one.length === 0 || one.some(fits)) && !not.some(fits);
  };
}

function patternOf(name: string, { supervisor }: RowNames): RegExp {
  const whole = name.replaceAll("{supervisor}", () => supervisor);
  const escaped = whole.split("*").map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`, "su");
}

/** What two sets of rows have in common names a cell: rows of one differ in nothing else. */
export function cellNames(one: Rows, other: Rows): (row: RowNames) => string {
  const varied = new Set(
    parts.filter((part) => JSON.stringify(one[part]) !== JSON.stringify(other[part])),
  );
  // How a student is adapted is part of which student it is.
  if (varied.has("student")) varied.add("adapted");
  const alike = varied.has("adapted") && !varied.has("student");
  const kept = parts.filter((part) => part !== "task" && !varied.has(part));
  const role = (label: string, model: ModelFacts) => (alike ? layerOf(label, model) : label);
  return (row) => {
    const { supervisor, supervisorModel, student, studentModel } = row;
    const stripped = {
      ...row,
      supervisor: role(supervisor, supervisorModel),
      student: role(student, studentModel),
    };
    return JSON.stringify([row.task, ...kept.map((part) => partOf[part](stripped))]);
  };
}

/** "m:2" of "m:2 finetuned" and of "m:2/last": a label says how students are adapted, and read. */
function layerOf(label: string, model: ModelFacts): string {
  return withoutAdapted(label, model).replace(/\/(?:mean|first|last)$/, "");
}
