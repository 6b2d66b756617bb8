// step.json: what a step is, and what the files of its result hash to. The same bytes for the same
// result.

import { z } from "zod";
import type { JsonObject } from "./canonical-json.js";
import { type StepIdentity, stepName } from "./step-name.js";

/** A step's folder does not hold what its step.json promises. */
export class DamagedStep extends Error {
  override readonly name = "DamagedStep";
}

const resultFiles = ["facts.json", "arrays.safetensors"] as const;
export type ResultFile = (typeof resultFiles)[number];

const hash = z.strictObject({ bytes: z.number().int(), sha256: z.string() });
const stepFile = z.strictObject({
  kind: z.string(),
  version: z.number(),
  params: z.record(z.string(), z.json()),
  inputs: z.record(z.string(), z.string()),
  files: z.strictObject({ "facts.json": hash, "arrays.safetensors": hash.optional() }),
});

/** What step.json holds: the step's identity, and size and SHA-256 of each file of its result. */
export interface StepFile extends StepIdentity {
  readonly files: {
    readonly [name in ResultFile]?: { readonly bytes: number; readonly sha256: string };
  };
}

/**
 * Reads step.json's text.
 * @throws DamagedStep when it is malformed, or describes another step than `name`.
 */
export function parseStepFile(text: string, name: string): StepFile {
  const parsed = stepFile.safeParse(jsonOrUndefined(text));
  if (!parsed.success) throw new DamagedStep("step.json is malformed");
  const { params, files, ...rest } = parsed.data;
  const step: StepFile = {
    ...rest,
    params: params as JsonObject,
    files: files as StepFile["files"],
  };
  if (stepName(step) !== name) throw new DamagedStep("step.json describes another step");
  return step;
}

/** The parsed text, or undefined where it is no JSON. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
