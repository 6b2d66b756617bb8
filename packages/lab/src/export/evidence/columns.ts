// The columns of evidence: what Parquet and JSONL have in common.

import type { RoleName } from "../../measures/index.js";
import type { EvidenceBlock, EvidenceTask } from "../../plan/index.js";
import { type Example, placeOf } from "../../tasks/index.js";
import type { TextsAs } from "./about.js";

/** Roles in the words of files: "weak", "student", "self_taught". */
export const roleColumn = (role: RoleName): string =>
  role.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The columns that name a row's trial, with their values in one block. */
export function trialColumns(block: EvidenceBlock): Readonly<Record<TrialColumn, string | null>> {
  const { task, supervisor, split, taught } = block;
  return {
    task: task.name,
    supervisor,
    student: taught?.student ?? null,
    labels: taught?.labels ?? null,
    method: taught?.method ?? null,
    split,
  };
}
export type TrialColumn = "task" | "supervisor" | "student" | "labels" | "method" | "split";

/** An example's texts by column: `text`, or `text_0` to `text_{K-1}` where K are compared. */
export function textColumns(
  example: Example,
  shape: EvidenceTask["shape"],
  as: TextsAs,
): [column: string, text: string][] {
  if (as === "places") return [["place", placeOf(example)]];
  if (shape !== "compare") return [["text", example.inputs[0]!]];
  return example.inputs.map((text, i) => [`text_${i}`, text]);
}

/** What is right for an example, in words: its option's name, or its answer. */
export const truthName = (
  { label, right }: Pick<Example, "label" | "right">,
  { optionNames }: Pick<EvidenceTask, "optionNames">,
): string | undefined => right?.[0] ?? optionNames[label];

/** The column of what a role says, where answers are free. */
export const wordsColumn = (role: RoleName): string => `${roleColumn(role)}_said`;

/** Names of the columns of texts that tasks need. */
export function textColumnNames(
  tasks: readonly Pick<EvidenceTask, "shape" | "optionNames">[],
  as: TextsAs,
): string[] {
  if (as === "places") return ["place"];
  const alone = tasks.some(({ shape }) => shape !== "compare");
  const compared = tasks.filter(({ shape }) => shape === "compare");
  const most = Math.max(0, ...compared.map(({ optionNames }) => optionNames.length));
  return [...(alone ? ["text"] : []), ...Array.from({ length: most }, (_, i) => `text_${i}`)];
}
