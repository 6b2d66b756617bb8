// Single test examples of a run: where the student overruled its supervisor, and where it copied an
// error.

import {
  type EvidenceBlock,
  type EvidenceRow,
  type Plan,
  type RunOptions,
  readEvidence,
  selectExamples,
} from "@w2s/lab";
import type { Example, Examples, ShownKind } from "./protocol.js";

/** Examples of a kind that the page is sent. */
const most = 60;

/** The examples of the plan's only cell, those of most seeds first. */
export async function examplesOf(plan: Plan, options: RunOptions): Promise<Examples> {
  const rows: EvidenceRow[] = [];
  let names: readonly string[] = [];
  await readEvidence(plan, options, "texts", async ({ blocks }) => {
    for await (const block of blocks) {
      if (block.taught === null) continue;
      names = block.task.optionNames;
      rows.push(...rowsOf(block, block.taught));
    }
  });
  const of = async (kind: ShownKind): Promise<Examples[ShownKind]> => {
    const [cell] = await selectExamples(inOne(rows), kind);
    const examples = cell?.examples ?? [];
    const shown = examples.slice(0, most).map(
      ({ row, seeds }): Example => ({
        id: row.id,
        text: row.texts.join(" / "),
        truth: names[row.truth]!,
        options: names,
        weak: row.said.weak!,
        student: row.said.student!,
        ceiling: row.said.ceiling!,
        seeds: seeds.length,
      }),
    );
    return { found: examples.length, shown };
  };
  return {
    "overruled-right": await of("overruled-right"),
    "overruled-wrong": await of("overruled-wrong"),
    "copied-errors": await of("copied-errors"),
  };
}

async function* inOne(rows: readonly EvidenceRow[]): AsyncGenerator<readonly EvidenceRow[]> {
  yield rows;
}

type Taught = NonNullable<EvidenceBlock["taught"]>;

function rowsOf({ task, supervisor, seed, rows, said }: EvidenceBlock, taught: Taught) {
  const options = task.optionNames.length;
  return Array.from(rows, (row, i): EvidenceRow => {
    const { id, inputs, label } = task.examples[row]!;
    const shares = Object.entries(said).map(
      ([role, all]) => [role, [...all.subarray(i * options, (i + 1) * options)]] as const,
    );
    return {
      task: task.name,
      supervisor,
      ...taught,
      seed,
      id,
      texts: inputs,
      truth: label,
      said: Object.fromEntries(shares),
    };
  });
}
