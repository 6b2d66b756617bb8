// What a person reads of a run: report.html and the figure alone, beside the results.

import { join } from "node:path";
import { figureSvg, reportPage } from "@w2s/report";
import { bytes, clock, count } from "../text.js";
import type { ResultsFile, RunRecord } from "./schema.js";
import { writeResult } from "./write-error.js";

/** Writes report.html and figure.svg into the run's folder, each whole or not at all. */
export async function writeReport(
  folder: string,
  { study, outcomes, notes }: ResultsFile,
  record: RunRecord | null,
): Promise<void> {
  const facts = record === null ? [] : recordFacts(record);
  await writeResult(join(folder, "report.html"), reportPage({ study, outcomes, notes, facts }));
  await writeResult(join(folder, "figure.svg"), figureSvg(outcomes));
}

function hashed({ path, sha256 }: { readonly path: string; readonly sha256: string }): string {
  return `${path} (SHA-256 ${sha256})`;
}

/** The record as a reader wants it. */
function recordFacts(record: RunRecord): [label: string, value: string][] {
  const { options, steps, machine, versions } = record;
  const changed = [
    ...options.set,
    ...(options.limit === null ? [] : [`limit ${options.limit}`]),
    ...(options.threads === null ? [] : [`threads ${options.threads}`]),
  ];
  return [
    ["study file", hashed(record.studyFile)],
    ...(record.studyFile.imports ?? []).map((file): [string, string] => ["imports", hashed(file)]),
    ["changed on the command line", changed.join(", ") || "nothing"],
    ["seeds", record.seeds.join(", ")],
    ["trials", count(record.trials)],
    ["steps", `${count(steps.total)}: ${count(steps.cached)} cached, ${count(steps.run)} run`],
    ["finished", record.finishedAt],
    ["took", clock(record.wallMs)],
    [
      "machine",
      `${machine.cpu}, ${machine.cores} cores, ${bytes(machine.memoryBytes)}, ` +
        `${machine.platform} ${machine.arch}`,
    ],
    [
      "versions",
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(", "),
    ],
    ["results.json", `SHA-256 ${record.results}`],
  ];
}
