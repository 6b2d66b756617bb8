// What became of claims: the record that is kept, read again, and compared with a later one.

import * as z from "zod";
import { settings, verdicts } from "./schema.js";

const foundSchema = z.object({
  /** The claim's quantity, over tasks (`measure`). */
  value: z.number(),
  /** Bounds of its 95% interval. */
  low: z.number().optional(),
  high: z.number().optional(),
  tasks: z.number(),
  rows: z.number(),
  /** The fewest seeds of its rows. */
  seeds: z.number(),
});
/** What was measured of a claim, and of how much; no bounds where nobody knows how sure it is. */
export type Found = z.infer<typeof foundSchema>;

const resultSchema = z.object({
  setting: z.enum(settings),
  verdict: z.enum(verdicts),
  measured: foundSchema.optional(),
  /** Folder of the run that it was measured on. */
  run: z.string().optional(),
  why: z.string().optional(),
});
/** What became of a claim in one setting. */
export type ClaimResult = z.infer<typeof resultSchema>;

const claimRunSchema = z.object({
  study: z.string(),
  /** Where it lies, as a reader should see it. */
  folder: z.string(),
  setting: z.enum(settings),
  /** SHA-256 of its results. */
  sha256: z.string(),
  /** ISO 8601, UTC. */
  finishedAt: z.string(),
  /** Whether all of the study ran, on all rows: no part of it, and no quick trial. */
  whole: z.boolean(),
});
/** A run that a claim was measured on. */
export type RunFacts = z.infer<typeof claimRunSchema>;

/**
 * The record of `w2s verify`, as its JSON file holds it: the runs that were read, and of every
 * claim what became of it in each setting, in the order of claims.json.
 */
export const verifiedSchema = z.object({
  format: z.literal(1),
  runs: z.array(claimRunSchema),
  claims: z.array(z.object({ id: z.string(), results: z.array(resultSchema) })),
});
/** Every claim, and what became of it. */
export type Verified = z.infer<typeof verifiedSchema>;
