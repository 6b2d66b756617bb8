// A run's evidence and transcripts, a page at a time.

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import {
  type EvidenceFile,
  evidenceFiles,
  exampleKinds,
  openEvidence,
  openTranscripts,
  type TranscriptRow,
  transcriptKinds,
} from "@w2s/lab";
import { Hono } from "hono";
import type { Digests } from "../runs/digests.js";
import { missing, type RunPlaces } from "../runs/places.js";

/** Rows of a page. */
const [evidenceRows, transcriptRows] = [50, 20];
/** Files of evidence that stay open. */
const mostOpen = 4;

/** GET /RUN/evidence and /RUN/transcripts. */
export function evidenceRoutes(places: RunPlaces, digests: Digests): Hono {
  const app = new Hono();
  const open = opener();

  app.get("/:run/evidence", async (c) => {
    const run = c.req.param("run");
    const folder = await places.folder(run);
    const evidence = await open(folder);
    if (evidence === null)
      throw missing(`run "${run}" has no evidence; w2s run --evidence writes it`);
    const { about } = evidence;
    const results = (await digests.of(folder))?.summary?.results;
    if (results !== undefined && results !== about.results) {
      throw new InputError(
        "the evidence is of other results than those beside it; run the study again",
      );
    }
    const { kind, words = "", seed, from, limit, ...given } = c.req.query();
    const { task, supervisor, student, labels, method } = given;
    const filter = { task, supervisor, student, labels, method, seed: number("seed", seed) };
    const page = await evidence.page({
      filter,
      kind: oneOf("kind", kind, exampleKinds),
      words: words.split(/\s+/).filter(Boolean),
      from: number("from", from) ?? 0,
      limit: Math.min(evidenceRows, number("limit", limit) || evidenceRows),
    });
    return c.json({ about, ...page });
  });

  app.get("/:run/transcripts", async (c) => {
    const run = c.req.param("run");
    const { kind, from, task, supervisor, protocol, id, split = "test" } = c.req.query();
    const wanted = { task, supervisor, protocol, id, split: oneOf("split", split, splits) };
    const folder = await places.folder(run);
    const found = await openTranscripts(folder, oneOf("kind", kind, transcriptKinds), wanted);
    if (found === null)
      throw missing(`run "${run}" has no transcripts: none of its supervisors is a protocol`);
    const start = number("from", from) ?? 0;
    const rows: TranscriptRow[] = [];
    let at = 0;
    let next: number | null = null;
    for await (const row of found) {
      if (at >= start + transcriptRows) {
        next = at;
        break;
      }
      if (at >= start) rows.push(row);
      at += 1;
    }
    return c.json({ rows, next });
  });
  return app;
}

const splits = { test: true, transfer: true, validation: true } as const;

/** Opens evidence; what was opened last stays so, while the file is the same. */
function opener(): (folder: string) => Promise<EvidenceFile | null> {
  const opened = new Map<string, { made: number; file: Promise<EvidenceFile | null> }>();
  return async (folder) => {
    const path = join(folder, evidenceFiles.parquet);
    const made = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    const known = opened.get(folder);
    if (known?.made === made) return known.file;
    const file = openEvidence(folder);
    opened.delete(folder);
    opened.set(folder, { made, file });
    file.catch(() => opened.delete(folder));
    const [oldest] = opened.keys();
    if (opened.size > mostOpen) opened.delete(oldest!);
    return file;
  };
}

function number(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InputError(`${name}: must be a whole number of at least 0, got "${text}"`);
}

function oneOf<T extends object>(
  name: string,
  text: string | undefined,
  known: T,
): Extract<keyof T, string> | undefined {
  if (text === undefined || text === "") return undefined;
  if (Object.hasOwn(known, text)) return text as Extract<keyof T, string>;
  throw new InputError(`${name}: must be one of ${Object.keys(known).join(", ")}, got "${text}"`);
}
