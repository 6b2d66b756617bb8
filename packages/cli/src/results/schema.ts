// What a run's folder holds: results.json (the same bytes for the same study and seeds) and
// run.json (when, where, how long, with what).

import type { Outcome } from "@w2s/lab";
import { z } from "zod";

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
const roleScores = z.object({
  accuracy: estimate,
  auroc: estimate.nullable(),
  logLoss: z.number(),
  calibrationError: z.number(),
});
const modelFacts = z.object({
  name: z.string(),
  adapted: z.string(),
  parameters: z.number().nullable(),
  pretrainingFlop: z.number().nullable(),
});
const outcome = z.object({
  task: z.string(),
  supervisor: z.string(),
  student: z.string(),
  labels: z.enum(["soft", "hard"]),
  method: z.string(),
  supervisorModel: modelFacts,
  studentModel: modelFacts,
  seeds: z.array(z.number()),
  testExamples: z.number(),
  splits: z.object({ supervise: z.number(), transfer: z.number(), validation: z.number() }),
  chance: z.number(),
  metric: z.enum(["accuracy", "auroc"]),
  weak: roleScores,
  strong: roleScores,
  ceiling: roleScores,
  gap: estimate,
  pgr: z.discriminatedUnion("defined", [
    estimate.extend({ defined: z.literal(true) }),
    z.object({ defined: z.literal(false), reason: z.string() }),
  ]),
  agreement: z.object({
    overall: z.number(),
    whereSupervisorRight: z.number().nullable(),
    whereSupervisorWrong: z.number().nullable(),
    overruledRight: z.number().nullable(),
  }),
  parts: z.array(
    z.object({
      fact: z.string(),
      value: z.union([z.string(), z.number()]),
      examples: z.number(),
      weak: z.number(),
      strong: z.number(),
      ceiling: z.number(),
      overruled: z.number(),
      overruledRight: z.number().nullable(),
    }),
  ),
  gain: estimate,
}) satisfies z.ZodType<Outcome>;

/**
 * results.json. `format` is raised when its meaning changes; 2 added models' and splits' sizes,
 * chance, notes and parts.
 */
export const resultsFile = z.object({
  format: z.literal(2),
  study: z.string(),
  notes: z.array(z.string()),
  outcomes: z.array(outcome),
});
export type ResultsFile = {
  readonly format: 2;
  readonly study: string;
  /** The study's assumptions and limits, in its own words. */
  readonly notes: readonly string[];
  readonly outcomes: readonly Outcome[];
};

/** run.json: the record beside the results. */
export const recordFile = z.object({
  format: z.literal(1),
  study: z.string(),
  studyFile: z.object({ path: z.string(), sha256: z.string() }),
  /** What the command line changed. */
  options: z.object({
    set: z.array(z.string()),
    limit: z.number().nullable(),
    seeds: z.array(z.number()).nullable(),
    threads: z.number().nullable(),
  }),
  trials: z.number(),
  steps: z.object({ total: z.number(), cached: z.number(), run: z.number() }),
  /** Every seed of the outcomes. */
  seeds: z.array(z.number()),
  /** ISO 8601, UTC. */
  finishedAt: z.iso.datetime(),
  wallMs: z.number(),
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
export type RunRecord = z.infer<typeof recordFile>;
