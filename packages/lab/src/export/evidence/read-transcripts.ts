// Reads a run's transcripts back, those that are wanted.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { checkJson, InputError } from "@w2s/base";
import { type TranscriptRow, transcriptRowSchema } from "../../outcome/index.js";
import { answerOf } from "./select.js";
import { evidenceFiles } from "./write-evidence.js";

/** Kinds of transcripts by what came of them. */
export const transcriptKinds = {
  all: () => true,
  right: ({ said, truth }: TranscriptRow) => answerOf(said) === truth,
  wrong: ({ said, truth }: TranscriptRow) => answerOf(said) !== truth,
  /** A check found that a claim holds which does not, or that one does not which does. */
  misjudged: ({ turns }: TranscriptRow) =>
    turns.some((turn, i) => {
      const before = turns[i - 1];
      return turn.does === "checks" && before?.does === "claims" && turn.holds !== before.truth;
    }),
} as const;
/** Which transcripts are wanted. */
export type TranscriptKind = keyof typeof transcriptKinds;

/** Which transcripts are wanted; undefined: any. */
export interface TranscriptFilter {
  readonly task?: string | undefined;
  readonly supervisor?: string | undefined;
  readonly protocol?: string | undefined;
  readonly seed?: number | undefined;
  readonly split?: TranscriptRow["split"] | undefined;
  readonly id?: string | undefined;
}

/**
 * A run's transcripts of a kind, in the file's order; null where the run has none.
 * @throws InputError for a line that is no transcript, with its number
 */
export async function openTranscripts(
  folder: string,
  kind: TranscriptKind = "all",
  filter: TranscriptFilter = {},
): Promise<AsyncIterable<TranscriptRow> | null> {
  const path = join(folder, evidenceFiles.transcripts);
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return there && rowsIn(path, kind, filter);
}

async function* rowsIn(
  path: string,
  kind: TranscriptKind,
  filter: TranscriptFilter,
): AsyncGenerator<TranscriptRow> {
  const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path) })) {
    line += 1;
    const row = rowIn(text, `${path}:${line}`);
    const fits = wanted.every(([name, value]) => row[name as keyof TranscriptFilter] === value);
    if (fits && transcriptKinds[kind](row)) yield row;
  }
}

function rowIn(text: string, place: string): TranscriptRow {
  try {
    return checkJson(place, text, transcriptRowSchema);
  } catch (cause) {
    throw new InputError(`${place}: is no transcript; run the study again`, { cause });
  }
}
