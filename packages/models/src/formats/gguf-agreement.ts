// What a GGUF's metadata say of its model must be what the model is built from, and nothing that is
// not implemented. Keys and what is left out mean what they do for llama.cpp (src/llama-model.cpp).

import { InputError } from "@w2s/base";
import type { Rope } from "../config/rope-scalings.js";
import type { GgufFile } from "./gguf.js";
import type { GgufScalar } from "./gguf-header.js";
import { checkRope } from "./gguf-rope.js";
import { oneValue } from "./gguf-value.js";

/** What of a model's config metadata are held against. */
export interface GgufShape {
  readonly layers: number;
  readonly hiddenSize: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  /** The dimensions of a head that turn, where they are not all. */
  readonly rotarySize?: number;
  readonly normEps?: number;
  readonly rope?: Rope;
  /** By type of layer, where they differ. */
  readonly ropes?: { readonly full_attention: Rope };
}

/** Options with the values that are implemented; where a file has none of them, so it is. */
const IMPLEMENTED: Readonly<Record<string, readonly GgufScalar[]>> = {
  "attention.causal": [true],
  "attention.clamp_kqv": [0],
  "attention.max_alibi_bias": [0],
  "attention.scale": [0, 1],
  embedding_scale: [0, 1],
  expert_count: [0],
  logit_scale: [0, 1],
  residual_scale: [0, 1],
};

/** @throws InputError where a file says another model than `shape`, or one that is not supported */
export function checkAgreement(file: GgufFile, architecture: string, shape: GgufShape): void {
  const value = (key: string) => oneValue(file, `${architecture}.${key}`);
  const must = (key: string, expected: number | undefined, why: string) => {
    const found = value(key);
    if (found === undefined || expected === undefined) return;
    if (Math.fround(Number(found)) === Math.fround(expected)) return;
    throw new InputError(
      `${file.label}: "${architecture}.${key}" must be ${expected} ${why}, got ${found}`,
    );
  };
  const rope = shape.rope ?? shape.ropes?.full_attention;
  const config = "as in config.json";
  must("block_count", shape.layers, config);
  must("embedding_length", shape.hiddenSize, config);
  must("attention.head_count", shape.heads, config);
  must("attention.head_count_kv", shape.kvHeads, config);
  must("attention.layer_norm_epsilon", shape.normEps, config);
  must("attention.layer_norm_rms_epsilon", shape.normEps, config);
  must("rope.freq_base", rope?.theta, config);
  must("attention.key_length", shape.headSize, "as heads are wide");
  must("attention.value_length", shape.headSize, "as heads are wide");
  const turned = shape.rotarySize ?? shape.headSize;
  if (rope) must("rope.dimension_count", turned, "as so many dimensions of heads turn");
  for (const [key, values] of Object.entries(IMPLEMENTED)) {
    const found = value(key);
    if (found === undefined || values.includes(found)) continue;
    throw new InputError(
      `${file.label}: "${architecture}.${key}" must be ${values.at(-1)}, got ${found}; take ` +
        "another file, or safetensors",
    );
  }
  if (rope) checkRope(file, architecture, rope, turned);
}
