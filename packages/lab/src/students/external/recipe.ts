// What is run for a student of another program, and how its predictions are read.

import { checkOptions } from "@w2s/base";
import * as z from "zod";
import { endings, knownFormat } from "../../tasks/formats/file.js";
import { gpusPattern } from "./gpus.js";
import { longestMs } from "./waiting.js";

/** Documented in docs/students/external.md, which a test compares with it. */
export const externalSchema = z.strictObject({
  /**
   * The file that the command writes into the folder, in a format that its ending says; default
   * "predictions.jsonl".
   */
  predictions: z
    .string()
    .regex(/^(?!examples\.|task\.|log\.)[\w-][\w.-]*$/, "must be the name of a file of its own")
    .refine((name) => knownFormat(name) !== undefined, { error: `must end in ${endings}` })
    .default("predictions.jsonl"),
  /** Seconds that the command may take; default: as long as it likes. */
  timeout: z
    .number()
    .positive()
    .max(Math.floor(longestMs / 1000))
    .optional(),
  /**
   * GPUs that the command sees, by their numbers, as CUDA_VISIBLE_DEVICES, or a kind and how many,
   * "a100:1", which a scheduler is asked for; default: all, and none are asked for.
   */
  gpus: z
    .string()
    .regex(gpusPattern, 'must be numbers, such as "0,1", or a kind and how many, such as "a100:1"')
    .optional(),
  /** Part of what names its results: raise it when something else changed that they depend on. */
  version: z.string().min(1).default("1"),
});

/** How an external student is run. */
export type ExternalRecipe = z.output<typeof externalSchema>;
/** Options of `external`, beside its command and settings. */
export type ExternalOptions = z.input<typeof externalSchema>;

/** The whole recipe. @throws InputError for an unknown or wrong option */
export function externalRecipe(options: ExternalOptions = {}): ExternalRecipe {
  return checkOptions(externalSchema, options, "external");
}
