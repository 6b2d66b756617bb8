// What a run's folder holds beside results.json (the lab's own schema): run.json, when, where, how
// long and with what.

import * as z from "zod";

/** run.json: the record beside the results. */
export const runRecordSchema = z.object({
  format: z.literal(1),
  study: z.string(),
  studyFile: z.object({
    /** An experiment's name where it came with w2s. */
    path: z.string(),
    sha256: z.string(),
    /** The files of its own that it imports; absent in records of earlier versions. */
    imports: z.array(z.object({ path: z.string(), sha256: z.string() })).optional(),
  }),
  /** What the command line changed. */
  options: z.object({
    set: z.array(z.string()),
    /** What was varied, one setting at a time; empty: nothing. */
    vary: z.array(z.string()).default([]),
    /** The part of the study that was wanted; empty: all of it. */
    only: z.array(z.string()).default([]),
    /** What an experiment was given in place of its own tasks and models; empty: nothing. */
    task: z.array(z.string()).default([]),
    model: z.array(z.string()).default([]),
    limit: z.number().nullable(),
    seeds: z.array(z.number()).nullable(),
    threads: z.number().nullable(),
  }),
  /** The data and models that were read, by their hashes; absent in records of earlier versions. */
  sources: z
    .object({
      tasks: z.array(z.object({ name: z.string(), examples: z.number(), sha256: z.string() })),
      models: z.array(z.object({ name: z.string(), fingerprint: z.string() })),
    })
    .optional(),
  trials: z.number(),
  steps: z.object({ total: z.number(), cached: z.number(), run: z.number() }),
  /** Every seed of the outcomes. */
  seeds: z.array(z.number()),
  /** ISO 8601, UTC. */
  finishedAt: z.iso.datetime(),
  wallMs: z.number(),
  /**
   * What this run asked services for, in the prices' unit; absent where none were asked. What was
   * asked in all for the results is in results.json.
   */
  asked: z
    .object({
      questions: z.number(),
      tokensIn: z.number(),
      tokensOut: z.number(),
      cost: z.number(),
    })
    .optional(),
  /**
   * By whom passes were run where it was not this process alone: the executor, and the machines of
   * its workers with the passes that each did; `machine` is then whose that handed out.
   */
  executor: z
    .object({
      name: z.string(),
      machines: z.array(z.object({ machine: z.string(), passes: z.number() })),
    })
    .optional(),
  /** SHA-256 of results.json. */
  results: z.string(),
  versions: z.record(z.string(), z.string()),
  machine: z.object({
    platform: z.string(),
    arch: z.string(),
    cpu: z.string(),
    cores: z.number(),
    memoryBytes: z.number(),
    /** Where models ran and students were trained. */
    device: z.string().default("cpu"),
    /**
     * Where the nodes of the programs ran that this run needed; null on the CPU, and where nothing
     * was left to do.
     */
    placement: z
      .object({ nodes: z.number(), onCpu: z.record(z.string(), z.number()) })
      .nullable()
      .default(null),
  }),
});
/** When, where, how long and with what a run was made. */
export type RunRecord = z.infer<typeof runRecordSchema>;
