// What a GGUF's metadata say of its model must be what the model is built from, and nothing that is
// not implemented. Keys and what is left out mean what they do for llama.cpp (src/llama-model.cpp).

import { InputError } from "@w2s/base";
import { type Rope, ropeFrequencies } from "../config/rope.js";
import type { GgufFile } from "./gguf.js";
import type { GgufScalar } from "./gguf-header.js";

/** What of a model's config metadata are held against. */
export interface GgufShape {
  readonly layers: number;
  readonly hiddenSize: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
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
  if (rope) must("rope.dimension_count", shape.headSize, "as heads are wide");
  for (const [key, values] of Object.entries(IMPLEMENTED)) {
    const found = value(key);
    if (found === undefined || values.includes(found)) continue;
    throw new InputError(
      `${file.label}: "${architecture}.${key}" must be ${values.at(-1)}, got ${found}; take ` +
        "another file, or safetensors",
    );
  }
  const factor = rope?.type === "linear" ? rope.factor : 1;
  const { type, factor: found = 1 } = ropeScalingOf(file, architecture) ?? {};
  if (rope && type === "linear" && found !== factor) {
    throw new InputError(
      `${file.label}: slows its rotation ${found} times, and config.json ${factor} times; are ` +
        "they of one model?",
    );
  }
  if (rope?.type === "default" && type !== undefined && type !== "linear") {
    throw new InputError(
      `${file.label}: stretches its rotation ("${type}"), and config.json does not; are they of ` +
        "one model?",
    );
  }
  checkFactors(file, rope, shape.headSize);
}

/** How much slower each pair of dimensions turns, where a file has it as a tensor. */
export const ROPE_FACTORS = "rope_freqs.weight";

/** @throws InputError unless the tensor follows from the config */
function checkFactors(file: GgufFile, rope: Rope | undefined, headSize: number): void {
  if (!file.tensors.has(ROPE_FACTORS)) return;
  const factors = Array.from(file.read(ROPE_FACTORS).data, Number);
  const expected = factorsOf(rope, headSize);
  const isExpected = (factor: number, i: number) => {
    const own = expected?.[i] ?? 1;
    return Math.abs(factor - own) <= 1e-3 * own;
  };
  if (2 * factors.length === headSize && factors.every(isExpected)) return;
  throw new InputError(
    `${file.label}: ${ROPE_FACTORS} turns otherwise than config.json says; are they of one model?`,
  );
}

/** undefined: none that differ from 1 beside what metadata say. */
function factorsOf(rope: Rope | undefined, headSize: number): Float64Array | undefined {
  if (rope?.type !== "llama3") return undefined;
  const plain = ropeFrequencies({ type: "default", theta: rope.theta }, headSize);
  return ropeFrequencies(rope, headSize).map((frequency, i) => plain[i]! / frequency);
}

/**
 * How rotation is stretched; undefined where it is not. A factor without a type is linear, as in
 * the older key.
 */
export function ropeScalingOf(
  file: GgufFile,
  architecture: string,
): { readonly type: string; readonly factor?: number } | undefined {
  const value = (key: string) => oneValue(file, `${architecture}.rope.${key}`);
  const factor = Number(value("scaling.factor") ?? value("scale_linear") ?? 0);
  const type = String(value("scaling.type") ?? "linear");
  if (type === "none" || (type === "linear" && factor === 0)) return undefined;
  return { type, ...(factor !== 0 && { factor }) };
}

/**
 * A value of the metadata; of a list, which has one for each layer, what all say. Numbers of 64
 * bits become ordinary ones: no size of a model needs more.
 * @throws InputError for a list of different values
 */
export function oneValue(file: GgufFile, key: string): string | number | boolean | undefined {
  const value = file.values.get(key);
  const [first, ...others] = typeof value === "object" ? (file.list(key) ?? []) : [value];
  if (others.some((other) => other !== first)) {
    throw new InputError(`${file.label}: "${key}" must be one value for all layers, got several`);
  }
  return typeof first === "bigint" ? Number(first) : first;
}
