// A process of its own that makes one digest: node digest-child.js RUN OUT. Its memory goes with
// it.

import { renameSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { dirname, join } from "node:path";
import { makeFolderSync, plain } from "@w2s/base";
import { type Outcome, readRun } from "@w2s/lab";
import {
  headlineOf,
  metricOf,
  type OutcomeCells,
  outcomeCells,
  recordFacts,
  reportSections,
} from "@w2s/report";
import {
  type DigestRow,
  type DigestRows,
  type DigestSections,
  type DigestSummary,
  digestFiles,
} from "./digest.js";

const [, , folder = "", out = ""] = process.argv;

/** Each file is whole once it is there. */
function write(name: string, content: string): void {
  const draft = join(out, `${name}.draft`);
  writeFileSync(draft, content);
  renameSync(draft, join(out, name));
}

async function makeDigest(): Promise<void> {
  const { results, sha256, record, recordFault, finishedAt } = await readRun(
    folder,
    dirname(folder),
  );
  const { study, outcomes, notes, design } = results;
  const summary: DigestSummary = {
    study,
    rows: outcomes.length,
    results: sha256,
    finishedAt: finishedAt.toISOString(),
    wallMs: record?.wallMs ?? null,
    headline: headlineOf(outcomes),
    fault: recordFault,
  };
  write(digestFiles.summary, JSON.stringify(summary));
  write(digestFiles.rows, JSON.stringify(rowsOf(outcomes)));
  const facts = record === null ? [] : recordFacts(record);
  const all = reportSections({ study, outcomes, notes, design, facts, rows: false });
  for (const { id, html } of all) write(digestFiles.section(id), html);
  const sections: DigestSections = { sections: all.map(({ id, title }) => ({ id, title })) };
  write(digestFiles.sections, JSON.stringify(sections));
}

function rowsOf(outcomes: readonly Outcome[]): DigestRows {
  const { headers, rows } = outcomeCells(outcomes);
  return { headers, rows: outcomes.map((outcome, i) => rowOf(outcome, rows[i]!)) };
}

function rowOf(outcome: Outcome, { cells, note }: OutcomeCells["rows"][number]): DigestRow {
  const { task, supervisor, student, method, labels, metric, seeds, scores, gain, pgr } = outcome;
  const { value, low, high } = metricOf(outcome, scores.student);
  return {
    ...{ task, supervisor, student, method, labels, metric, cells, note },
    seeds: seeds.length,
    weak: metricOf(outcome, scores.weak).value,
    ceiling: metricOf(outcome, scores.ceiling).value,
    score: { value, low, high },
    gain: { value: gain.value, low: gain.low, high: gain.high },
    pgr: pgr.defined ? { value: pgr.value, low: pgr.low, high: pgr.high } : null,
  };
}

makeFolderSync(out);
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
await makeDigest().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const isUsers = error instanceof Error && error.name === "InputError";
  write(
    digestFiles.fault,
    JSON.stringify({ error: plain(isUsers ? message : `internal: ${message}`) }),
  );
});
