// Which examples a part of a split may have, by a fact of theirs: trained on easy, tested on hard.
// splitTask draws as it always does and then leaves out what a part may not have.

import { didYouMean, InputError } from "@w2s/base";
import type { Example } from "./example.js";
import { oneLine } from "./formats/jsonl.js";
import { type By, type PartName, partNames, type SplitRule, type Which } from "./split-options.js";
import type { TaskExamples } from "./task.js";

/** @throws InputError for half a rule, and for a fact that the task does not keep */
export function checkSplitRule(
  { by, only, supervise, transfer }: SplitRule,
  facts: readonly string[],
  kind: string,
): void {
  if ((by === undefined) !== (only === undefined)) {
    const [there, missing] = by === undefined ? ["only", "by"] : ["by", "only"];
    throw new InputError(
      `${kind}: "splits.${there}" needs "splits.${missing}", as in ` +
        'splits: { by: "difficulty", only: { test: { atLeast: 5 } } }',
    );
  }
  const number = supervise !== undefined ? "supervise" : "transfer";
  if (only && (supervise ?? transfer) !== undefined) {
    throw new InputError(`${kind}: give "splits.only" or "splits.${number}", not both`);
  }
  if (typeof by !== "string" || facts.includes(by)) return;
  throw new InputError(
    `${kind}: "splits.by" must be one of the task's facts, got "${by}"` +
      (didYouMean(by, facts) || `; keep it with facts: ["${by}"]`),
  );
}

/**
 * The examples that each part may have, 1 or 0 by row; a part without an entry may have any.
 * @throws InputError for an example whose value is no number where bounds or shares need one
 */
export function allowedRows(
  name: string,
  { by, only }: SplitRule,
  examples: readonly Example[],
): NonNullable<TaskExamples["allowed"]> {
  if (by === undefined || only === undefined) return {};
  const values = examples.map((example) => ruledValue(example, by, name));
  const allowed: Partial<Record<PartName, Uint8Array>> = {};
  for (const part of partNames) {
    const rule = part === "validation" ? (only.validation ?? only.transfer) : only[part];
    if (!rule) continue;
    allowed[part] = Uint8Array.from(fitting(rule, values, by, { name, examples }), Number);
  }
  return allowed;
}

/** @throws InputError for an example without a value */
function ruledValue(example: Example, by: By, task: string): string | number {
  const found = typeof by === "string" ? example.facts?.[by] : ruled(example, by, task);
  if (typeof found === "string" || (typeof found === "number" && !Number.isNaN(found))) {
    return found;
  }
  throw new InputError(
    `task "${task}": splits.by must give a number or a text for each example, ${example.id} has ` +
      `${JSON.stringify(found) ?? "none"}`,
  );
}

/** @throws InputError that says what the user's function threw, with its cause */
function ruled(example: Example, by: Exclude<By, string>, task: string): unknown {
  try {
    return by(example);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(
      `task "${task}": splits.by failed for example ${example.id}: ${oneLine(message)}`,
      { cause },
    );
  }
}

function fitting(
  rule: Which,
  values: readonly (string | number)[],
  by: By,
  { name, examples }: { readonly name: string; readonly examples: readonly Example[] },
): boolean[] {
  if (Array.isArray(rule)) {
    const wanted = new Set(rule.map(String));
    const known = new Set(values.map(String));
    const unmet = [...wanted].find((one) => !known.has(one));
    if (unmet !== undefined) throw new InputError(`task "${name}": ${noSuch(unmet, by, known)}`);
    return values.map((one) => wanted.has(String(one)));
  }
  // Facts of CSV and TSV files are texts: "3.5" is 3.5.
  const numbers = values.map((one, row) => {
    const number = typeof one === "string" && one.trim() !== "" ? Number(one) : one;
    if (typeof number === "number" && Number.isFinite(number)) return number;
    throw new InputError(
      `task "${name}": splits.only with bounds needs numbers${ofFact(by)}, ${examples[row]!.id} ` +
        `has ${JSON.stringify(one)}; give a list of values`,
    );
  });
  const { atLeast = -Infinity, atMost = Infinity, lowest = 1, highest = 1 } = rule;
  const sorted = [...numbers].sort((a, b) => a - b);
  const count = (of: number) => Math.ceil(of * sorted.length);
  const from = Math.max(atLeast, sorted[sorted.length - count(highest)]!);
  const to = Math.min(atMost, sorted[count(lowest) - 1]!);
  return numbers.map((number) => number >= from && number <= to);
}

const ofFact = (by: By): string => (typeof by === "string" ? ` in "${by}"` : "");

function noSuch(value: string, by: By, known: ReadonlySet<string>): string {
  const near = didYouMean(value, [...known]);
  const some = [...known].sort().slice(0, 8).join(", ");
  const of = typeof by === "string" ? `"${by}"` : "splits.by";
  return (
    `splits.only asks for ${JSON.stringify(value)}, and no example has that ${of}` +
    (near || `; there is ${some}${known.size > 8 ? ", ..." : ""}`)
  );
}
