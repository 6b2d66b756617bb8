// What ran, from a run's record.

import { bytes, clock, count } from "@w2s/base";
import type { RunRecord } from "@w2s/lab";

/** The record as a reader wants it: labels and values, in order. */
export function recordFacts(record: RunRecord): [label: string, value: string][] {
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
    ...sourceFacts(record.sources),
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

/** The data and models that were read, a line each; run.json has their hashes whole. */
function sourceFacts(sources: RunRecord["sources"]): [label: string, value: string][] {
  const { tasks = [], models = [] } = sources ?? {};
  return [
    ...tasks.map(({ name, examples, sha256 }): [string, string] => [
      "data",
      `${name}, ${count(examples)} examples (SHA-256 ${sha256.slice(0, 16)}...)`,
    ]),
    ...models.map(({ name, fingerprint }): [string, string] => [
      "model",
      `${name} (fingerprint ${fingerprint.slice(0, 16)}...)`,
    ]),
  ];
}

function hashed({ path, sha256 }: { readonly path: string; readonly sha256: string }): string {
  return `${path} (SHA-256 ${sha256})`;
}
