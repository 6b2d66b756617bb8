// What a person reads of a run: report.html and its figures, each with its data, beside the
// results.

import { join } from "node:path";
import type { Figure, ResultsFile } from "@w2s/lab";
import { drawFigures, reportPage, type ShownFigure } from "@w2s/report";
import { bytes, clock, count } from "../text.js";
import { csvText } from "./csv.js";
import type { RunRecord } from "./schema.js";
import { writeResult } from "./write-error.js";

/**
 * Writes report.html, and every figure as figures/NAME.svg and figures/NAME.csv, into the run's
 * folder, each whole or not at all.
 * @param own the study's own figures
 */
export async function writeReport(
  folder: string,
  { study, outcomes, notes }: ResultsFile,
  record: RunRecord | null,
  own: readonly Figure[] = [],
): Promise<void> {
  const facts = record === null ? [] : recordFacts(record);
  const figures = drawFigures(outcomes, own);
  const page = reportPage({ study, outcomes, notes, facts, figures });
  await writeResult(join(folder, "report.html"), page);
  for (const figure of figures) {
    await writeResult(join(folder, "figures", `${figure.name}.svg`), figure.svg);
    await writeResult(join(folder, "figures", `${figure.name}.csv`), figureCsv(figure));
  }
}

/** The figure's data; its columns are those of all rows, in the order in which they first occur. */
function figureCsv({ rows }: ShownFigure): string {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return csvText(
    header,
    rows.map((row) => header.map((name) => row[name] ?? null)),
  );
}

function hashed({ path, sha256 }: { readonly path: string; readonly sha256: string }): string {
  return `${path} (SHA-256 ${sha256})`;
}

/** The record as a reader wants it. */
function recordFacts(record: RunRecord): [label: string, value: string][] {
  const { options, steps, machine, versions } = record;
  const changed = [
    ...options.set,
    ...options.only.map((part) => `only ${part}`),
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
