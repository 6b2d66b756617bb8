// How a GGUF file says that rotation is stretched: metadata below `rope.scaling.`, or tensors of
// factors. Keys and what is left out mean what they do for llama.cpp (src/llama-model.cpp).

import { InputError } from "@w2s/base";
import { FACTOR_TENSORS, type Rope, ropeInGguf } from "../config/rope-scalings.js";
import type { GgufFile } from "./gguf.js";
import { oneValue } from "./gguf-value.js";

/** Whether a tensor is no parameter, but how much slower pairs of dimensions turn. */
export const isRopeFactors = (name: string): boolean =>
  Object.values<string>(FACTOR_TENSORS).includes(name);

type Stretch = Readonly<Record<string, string | number>> & { readonly type: string };

/** undefined where it is not stretched. A factor without a type is linear, as in the older key. */
function stretchOf(file: GgufFile, architecture: string): Stretch | undefined {
  const value = (key: string) => oneValue(file, `${architecture}.rope.${key}`);
  const factor = Number(value("scaling.factor") ?? value("scale_linear") ?? 0);
  const type = String(value("scaling.type") ?? (factor === 0 ? "none" : "linear"));
  if (type === "none" || (type === "linear" && factor === 0)) return undefined;
  const others = OTHERS.map((key) => [key, value(`scaling.${key}`)] as const);
  const said = others.flatMap(([key, found]) =>
    found === undefined ? [] : [[key, Number(found)] as const],
  );
  return { type, ...(factor !== 0 && { factor }), ...Object.fromEntries(said) };
}

/** Numbers of a scaling beside its factor, of which files have those that their type needs. */
const OTHERS = [
  "original_context_length",
  "attn_factor",
  "yarn_attn_factor",
  "yarn_ext_factor",
  "yarn_log_multiplier",
  "yarn_beta_fast",
  "yarn_beta_slow",
];

/**
 * What config.json would have as `rope_scaling` of a model whose GGUF stands alone; undefined where
 * rotation is not stretched. Llama 3's factors are longrope's of a model that is not sharpened.
 * @throws InputError for yarn with numbers that config.json cannot say
 */
export function ropeScalingOf(
  file: GgufFile,
  architecture: string,
): Readonly<Record<string, unknown>> | undefined {
  const { all } = FACTOR_TENSORS;
  if (file.tensors.has(all)) {
    const factors = Array.from(file.read(all).data, Number);
    const factorsOfBoth = { short_factor: factors, long_factor: factors };
    return { rope_type: "longrope", attention_factor: 1, ...factorsOfBoth };
  }
  const said = stretchOf(file, architecture);
  if (said === undefined) return undefined;
  const { type, factor, original_context_length: original, ...others } = said;
  const { yarn_beta_fast: fast, yarn_beta_slow: slow, ...unknown } = others;
  const stray = Object.keys(unknown).find((key) => unknown[key] !== USUAL[key]);
  if (type === "yarn" && stray !== undefined) {
    throw new InputError(
      `${file.label}: "${architecture}.rope.scaling.${stray}" must be ${USUAL[stray]}, got ` +
        `${unknown[stray]}; put the model's config.json and tokenizer.json beside it`,
    );
  }
  return {
    rope_type: type,
    ...(factor !== undefined && { factor }),
    ...(original !== undefined &&
      type !== "linear" && { original_max_position_embeddings: original }),
    ...(fast !== undefined && { beta_fast: fast }),
    ...(slow !== undefined && { beta_slow: slow }),
  };
}

/** What llama.cpp takes where a file does not say it, and what config.json has no words for. */
const USUAL: Readonly<Record<string, number>> = {
  attn_factor: 1,
  yarn_attn_factor: 1,
  yarn_ext_factor: 1,
  yarn_log_multiplier: 0,
};

/**
 * Holds a file against the rope of the config, whose heads turn in `size` dimensions.
 * @throws InputError where it stretches rotation otherwise
 */
export function checkRope(file: GgufFile, architecture: string, rope: Rope, size: number): void {
  const { metadata, factors } = ropeInGguf(rope, size);
  const { type, factor = 1 } = stretchOf(file, architecture) ?? { type: "none" };
  const { type: ownType, ...own } = metadata;
  const ownFactor = ownType === "linear" ? own.factor : 1;
  if (type === "linear" && factor !== ownFactor) {
    throw new InputError(
      `${file.label}: slows its rotation ${factor} times, and config.json ${ownFactor} times; ` +
        "are they of one model?",
    );
  }
  if (type !== "none" && type !== "linear" && type !== ownType) {
    const words = ownType === "none" ? "does not" : `by "${ownType}"`;
    throw new InputError(
      `${file.label}: stretches its rotation ("${type}"), and config.json ${words}; are they of ` +
        "one model?",
    );
  }
  for (const [key, expected] of Object.entries(own)) {
    const found = oneValue(file, `${architecture}.rope.scaling.${key}`);
    if (found === undefined || isNear(Number(found), Number(expected))) continue;
    throw new InputError(
      `${file.label}: "${architecture}.rope.scaling.${key}" must be ${expected} as config.json ` +
        `says, got ${found}; are they of one model?`,
    );
  }
  for (const name of Object.values(FACTOR_TENSORS)) checkFactors(file, name, factors[name], size);
}

/** @throws InputError unless the tensor, where there is one, follows from the config */
function checkFactors(
  file: GgufFile,
  name: string,
  expected: ArrayLike<number> | undefined,
  size: number,
): void {
  if (!file.tensors.has(name)) return;
  const found = Array.from(file.read(name).data, Number);
  const fits = found.every((factor, i) => isNear(factor, expected?.[i] ?? 1));
  if (2 * found.length === size && fits) return;
  throw new InputError(
    `${file.label}: ${name} turns otherwise than config.json says; are they of one model?`,
  );
}

const isNear = (found: number, expected: number): boolean =>
  Math.abs(found - expected) <= 1e-3 * expected;
