// How a model of the world is pretrained: all that its weights depend on. A JSON file, kept beside
// the model.

import { checkOptions, InputError, readJson } from "@w2s/base";
import * as z from "zod";
import { defaultMixture, type Mixture, type MixtureInput, parseMixture } from "../world/index.js";
import type { ModelSize } from "./size.js";

/** Every option of a pretraining; gives types, checks and the docs' table. */
export const pretrainSchema = z.strictObject({
  /** Features a token; even, at least 2, default 64. */
  width: z.int().min(2).multipleOf(2).default(64),
  /** Transformer blocks; at least 1, default 2. */
  layers: z.int().min(1).default(2),
  /** Attention heads; they must divide the width into even parts; default: one for 16 features. */
  heads: z.int().min(1).optional(),
  /** Width inside the gated feed-forward layers; at least 1, default twice the width. */
  feedForward: z.int().min(1).optional(),
  /** What is read; default: the default mixture. */
  mixture: z.unknown().optional(),
  /** Seed of the text; default 0. */
  worldSeed: z.int().min(0).default(0),
  /** Sentences that are read, each once; at least 1, default 400,000. */
  sentences: z.int().min(1).default(400_000),
  /** Sentences a step, at most; at least 1, default 256. */
  batchSize: z.int().min(1).default(256),
  /** Adam's step size at its largest; above 0, default 0.003. */
  learningRate: z.number().positive().default(3e-3),
  /** After the warm-up: "linear" (default) or "cosine" to zero, or "constant". */
  schedule: z.enum(["linear", "cosine", "constant"]).default("linear"),
  /** Share of the sentences over which the learning rate rises; in [0, 1), default 0.02. */
  warmup: z.number().min(0).lt(1).default(0.02),
  /** Seed of the first weights; default 0. */
  seed: z.int().min(0).default(0),
});

/** Options of `pretrainRecipe`, each with its range and default. */
export type PretrainOptions = Omit<z.input<typeof pretrainSchema>, "mixture"> & {
  readonly mixture?: MixtureInput | undefined;
};

/** Nothing left to default. */
export interface PretrainRecipe extends ModelSize {
  readonly mixture: Mixture;
  readonly worldSeed: number;
  readonly sentences: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly schedule: "linear" | "cosine" | "constant";
  readonly warmup: number;
  readonly seed: number;
}

const featuresOfAHead = 16;

/**
 * The whole recipe.
 * @param subject what messages are about
 * @throws InputError for an unknown option (with the near miss), one out of range, heads that do
 * not divide the width, and as `parseMixture`
 */
export function pretrainRecipe(
  options: PretrainOptions = {},
  subject = "pretrain",
): PretrainRecipe {
  const { mixture, heads, feedForward, ...given } = checkOptions(pretrainSchema, options, subject);
  const { width } = given;
  const wanted = heads ?? Math.max(1, Math.floor(width / featuresOfAHead));
  if (width % (2 * wanted) !== 0) {
    throw new InputError(
      `${subject}: "heads" must divide the width into even parts, got ${wanted} for ${width}; ` +
        "rotary positions turn pairs",
    );
  }
  const recipe = { ...given, heads: wanted, feedForward: feedForward ?? 2 * width };
  return { ...recipe, mixture: parseMixture(mixture ?? defaultMixture, `${subject}: mixture`) };
}

/**
 * A recipe's file. @throws InputError when it cannot be read or is no JSON, and as `pretrainRecipe`
 */
export function readPretrainOptions(path: string): PretrainOptions {
  return readJson(path, z.looseObject({})) as PretrainOptions;
}
