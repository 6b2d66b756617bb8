// Fields that many configs have.

import { InputError } from "@w2s/base";
import { z } from "zod";
import type { Activation } from "./activation.js";

/** The sizes of a transformer, whatever its family. */
export interface ModelSizes {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly headSize: number;
  readonly intermediateSize: number;
  readonly activation: Activation;
  /** Longest input, in tokens. */
  readonly maxPositions: number;
}

export const positiveSize = z.int().positive();

/** What is off unless a config turns it on; null is off, as transformers reads it. */
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** What is added to a variance before its root is taken. */
export const epsilon = z.number().positive().max(1);

/** Blocks of a model. Bounded, since parameters are named one by one: no model has as many. */
export const blockCount = z.int().positive().max(10_000);

/** Fields of every decoder: its tokens look at what came before them. */
export const decoderFields = {
  is_causal: z.literal(true).nullish(),
};

/** Width of a head. @throws InputError when the width is not a whole number of heads. */
export function wholeHeads(
  label: string,
  hiddenSize: number,
  heads: number,
  names: readonly [string, string] = ["hidden_size", "num_attention_heads"],
): number {
  if (hiddenSize % heads === 0) return hiddenSize / heads;
  throw new InputError(
    `${label}: "${names[0]}" must be a multiple of "${names[1]}", got ${hiddenSize} and ${heads}`,
  );
}
