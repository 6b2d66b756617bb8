// evidence.jsonl and evidence.parquet in a run's folder, each whole or not at all.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "@w2s/base";
import type { RunOptions } from "../../engine/index.js";
import {
  type EvidenceBlock,
  evidenceRoles,
  evidenceTask,
  type Plan,
  readEvidence,
} from "../../plan/index.js";
import type { EvidenceAbout, TextsAs } from "./about.js";
import { JsonlEvidence } from "./write-jsonl.js";
import { writeTranscripts } from "./write-transcripts.js";

/** Names of the evidence's files beside results.json; transcripts where there are protocols. */
export const evidenceFiles = {
  jsonl: "evidence.jsonl",
  parquet: "evidence.parquet",
  transcripts: "transcripts.jsonl",
} as const;

/**
 * Writes a plan's evidence into `folder`; what it needs and is not in the store is computed first.
 * @param results SHA-256 of the results.json that it belongs to
 * @returns how many rows
 * @throws as `runPlan`, and what the file system throws
 */
export async function writeEvidence(
  folder: string,
  plan: Plan,
  results: string,
  options: RunOptions,
  texts: TextsAs = "texts",
): Promise<number> {
  const about = { results, texts, tasks: tasksOf(plan), roles: evidenceRoles(plan) };
  return readEvidence(plan, options, texts, async ({ blocks, transcripts }) => {
    const path = join(folder, evidenceFiles.transcripts);
    if (transcripts) await replaceFile(path, (draft) => writeTranscripts(draft, transcripts));
    else await rm(path, { force: true });
    return writeBlocks(folder, about, blocks);
  });
}

/** Writes blocks into both files; the Parquet file takes its place last, and stands for both. */
export async function writeBlocks(
  folder: string,
  about: EvidenceAbout,
  blocks: AsyncIterable<EvidenceBlock>,
): Promise<number> {
  const { ParquetEvidence } = await import("./write-parquet.js");
  let rows = 0;
  await replaceFile(join(folder, evidenceFiles.parquet), (parquetDraft) =>
    replaceFile(join(folder, evidenceFiles.jsonl), async (jsonlDraft) => {
      const jsonl = await JsonlEvidence.open(jsonlDraft, about.texts);
      try {
        const parquet = new ParquetEvidence(parquetDraft, about);
        for await (const block of blocks) {
          await jsonl.write(block);
          await parquet.write(block);
          rows += block.rows.length;
        }
        await parquet.close();
      } finally {
        await jsonl.close();
      }
    }),
  );
  return rows;
}

function tasksOf({ cells }: Plan): EvidenceAbout["tasks"] {
  const all = cells.map(({ room }) => evidenceTask(room));
  const byName = new Map(all.map((task) => [task.name, task]));
  return [...byName.values()].map(({ name, shape, optionNames }) => ({ name, shape, optionNames }));
}
