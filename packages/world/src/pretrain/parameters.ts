// The parameters of a model in training: one stretch of memory, so that the optimizer is a few
// nodes and not a few a parameter. Products that read the same input are one: q, k and v lie one
// below the other.

import { type NdArray, ndarray, reshape, split, type Tensor } from "@w2s/grad";
import { random } from "@w2s/lab";
import { vocabulary } from "../world/index.js";
import type { ModelSize } from "./size.js";

interface Part {
  readonly name: string;
  readonly shape: readonly number[];
  /** How it starts: ones, or uniform or normal draws of the given reach. */
  readonly start:
    | { readonly kind: "ones" }
    | { readonly kind: "uniform" | "normal"; readonly reach: number };
}

/**
 * Every parameter in the order of their memory, by the names of the Hugging Face checkpoint;
 * matrices are `[out, in]`.
 */
export function parts({ width: d, layers, feedForward: f }: ModelSize): readonly Part[] {
  const norm = (name: string): Part => ({
    name: `${name}.weight`,
    shape: [d],
    start: { kind: "ones" },
  });
  const matrix = (name: string, outputs: number, inputs: number): Part => ({
    name: `${name}.weight`,
    shape: [outputs, inputs],
    start: { kind: "uniform", reach: inputs ** -0.5 },
  });
  const blocks = Array.from({ length: layers }, (_, index) => {
    const at = `layers.${index}`;
    return [
      norm(`${at}.input_layernorm`),
      ...["q", "k", "v", "o"].map((letter) => matrix(`${at}.self_attn.${letter}_proj`, d, d)),
      norm(`${at}.post_attention_layernorm`),
      matrix(`${at}.mlp.gate_proj`, f, d),
      matrix(`${at}.mlp.up_proj`, f, d),
      matrix(`${at}.mlp.down_proj`, d, f),
    ];
  });
  const embedding: Part = {
    name: "embed_tokens.weight",
    shape: [vocabulary.length, d],
    start: { kind: "normal", reach: 0.5 * d ** -0.5 },
  };
  return [embedding, ...blocks.flat(), norm("norm")];
}

const sizeOf = ({ shape }: Pick<Part, "shape">): number =>
  shape.reduce((size, dim) => size * dim, 1);

/** How many numbers a model of this size has. */
export function parameterCount(size: ModelSize): number {
  return parts(size).reduce((sum, part) => sum + sizeOf(part), 0);
}

/** Fresh parameters: the same seed gives the same ones. */
export function initialParameters(size: ModelSize, seed: number): Float32Array {
  const draw = random(seed, "pretrain/parameters");
  const values = new Float32Array(parameterCount(size));
  let offset = 0;
  for (const part of parts(size)) {
    const end = offset + sizeOf(part);
    for (; offset < end; offset += 1) {
      if (part.start.kind === "ones") values[offset] = 1;
      else if (part.start.kind === "normal") values[offset] = part.start.reach * draw.normal();
      else values[offset] = part.start.reach * (2 * draw.uniform() - 1);
    }
  }
  return values;
}

/** The parameters apart, as a checkpoint names them. Views of `values`. */
export function namedParameters(size: ModelSize, values: Float32Array): Record<string, NdArray> {
  let offset = 0;
  const entries = parts(size).map((part) => {
    const start = offset;
    offset += sizeOf(part);
    return [part.name, ndarray(values.subarray(start, offset), part.shape)] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Parameters of a program, of `flat: [n]`. q, k and v of a block come as one: `qkv`, `[3 d, d]`.
 */
export function splitParameters(size: ModelSize, flat: Tensor): (name: string) => Tensor {
  const pieces = mergedParts(size);
  const values = split(flat, pieces.map(sizeOf), 0);
  const named = new Map(pieces.map(({ name, shape }, i) => [name, reshape(values[i]!, shape)]));
  return (name) => named.get(name)!;
}

function mergedParts(size: ModelSize): Pick<Part, "name" | "shape">[] {
  return parts(size).flatMap(({ name, shape }) => {
    if (/(k|v)_proj/.test(name)) return [];
    return /q_proj/.test(name)
      ? [{ name: name.replace("q_proj", "qkv"), shape: [3 * size.width, size.width] }]
      : [{ name, shape }];
  });
}
