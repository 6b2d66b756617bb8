// LoRA: to a frozen linear layer's product is added a trained change of low rank, `alpha / rank * x
// A^T B^T`. Nothing flows back into the frozen weights, and once trained the change can be merged
// into them. Source: Hu et al. 2021 (arXiv 2106.09685), sections 4.1 and 4.2. Names, initial values
// and defaults are those of the peft library, which draws A uniformly (Kaiming) where the paper
// draws it from a Gaussian.

import { didYouMean, InputError } from "@w2s/base";
import { matmul, mul, type NdArray, ndarray, type Tensor } from "@w2s/grad";
import type { Architecture, Linear, Shapes, Weights } from "../transformers/architecture.js";
import { addLowRank } from "./low-rank.js";

/**
 * Which linear layers are adapted: "query-value", the query and value projections (also where one
 * product makes both and the keys); "all" linear layers of the blocks; or those whose names end
 * with one of some parts, such as "q_proj" or "mlp.up_proj".
 */
export type LoraTargets = "query-value" | "all" | readonly string[];

/** Which layers get adapters and of what rank. Source: Hu et al. 2021, arXiv 2106.09685. */
export interface LoraOptions {
  /** Rows of A, columns of B; at least 1, default 8 (peft's). */
  readonly rank?: number;
  /** The change is scaled by alpha / rank; above 0, default 8 (peft's). */
  readonly alpha?: number;
  /** Default "query-value" (the paper's section 5, and peft's for most models). */
  readonly targets?: LoraTargets;
  /** Only in the last so many blocks; default: in all. */
  readonly blocks?: number;
}

/** LoRA on the layers of one architecture. */
export interface Lora {
  readonly rank: number;
  readonly alpha: number;
  readonly layers: readonly Linear[];
}

const queryValue = [
  ...["q_proj", "v_proj", "query", "value", "q_lin", "v_lin"],
  ...["c_attn", "query_key_value", "qkv_proj", "Wqkv"],
];

/**
 * The layers that are adapted, found by their names.
 * @throws InputError for a rank or alpha out of range, and for a target that no layer's name ends
 * with
 */
export function lora(
  architecture: Pick<Architecture, "layers" | "block">,
  options: LoraOptions = {},
): Lora {
  const { rank = 8, alpha = 8, targets = "query-value", blocks = architecture.layers } = options;
  if (!Number.isInteger(rank) || rank < 1)
    throw new InputError(`lora: rank must be at least 1, got ${rank}`);
  if (!(alpha > 0)) throw new InputError(`lora: alpha must be above 0, got ${alpha}`);
  const indices = Array.from({ length: blocks }, (_, i) => architecture.layers - blocks + i);
  const all = indices.flatMap((index) => architecture.block(index).linears);
  return { rank, alpha, layers: targets === "all" ? all : chosenLayers(all, targets) };
}

function chosenLayers(
  all: readonly Linear[],
  targets: "query-value" | readonly string[],
): Linear[] {
  const endings = targets === "query-value" ? queryValue : targets;
  const ends = ({ name }: Linear, ending: string) => name === ending || name.endsWith(`.${ending}`);
  const unused = endings.find((ending) => !all.some((layer) => ends(layer, ending)));
  if (targets !== "query-value" && (unused !== undefined || targets.length === 0)) {
    const known = [...new Set(all.map(({ name }) => name.split(".").at(-1)!))];
    const hint =
      (unused !== undefined && didYouMean(unused, known)) || `; its layers: ${known.join(", ")}`;
    throw new InputError(
      "lora: a target must be the end of a linear layer's name, got " +
        `${unused === undefined ? "none" : `"${unused}"`}${hint}`,
    );
  }
  return all.filter((layer) => endings.some((ending) => ends(layer, ending)));
}

const downName = (layer: string) => `${layer}.lora_A.weight`;
const upName = (layer: string) => `${layer}.lora_B.weight`;

/**
 * What is trained: for each layer `NAME.lora_A.weight: [rank, in]` and `NAME.lora_B.weight: [out,
 * rank]`.
 */
export function loraParameters({ rank, layers }: Lora): Shapes {
  return Object.fromEntries(
    layers.flatMap(({ name, inputs, outputs }) => [
      [downName(name), [rank, inputs]],
      [upName(name), [outputs, rank]],
    ]),
  );
}

/**
 * A uniform in +-1/sqrt(in), B zero: at first the model computes what it did. `uniform` draws from
 * [0, 1).
 */
export function initialLora(
  adapters: Lora,
  uniform: () => number,
): Record<string, NdArray<"float32">> {
  const { rank, layers } = adapters;
  return Object.fromEntries(
    layers.flatMap(({ name, inputs, outputs }) => {
      const bound = 1 / Math.sqrt(inputs);
      const down = Float32Array.from({ length: rank * inputs }, () => bound * (2 * uniform() - 1));
      return [
        [downName(name), ndarray(down, [rank, inputs])],
        [upName(name), ndarray(new Float32Array(outputs * rank), [outputs, rank])],
      ];
    }),
  );
}

/**
 * `weights` with the adapters on. They are looked up in `weights` too, by the names of
 * `loraParameters`. `beforeDown`, where given, changes what an adapter sees of its layer's input
 * (dropout).
 */
export function withLora(
  weights: Weights,
  { rank, alpha, layers }: Lora,
  beforeDown: (x: Tensor, layer: string) => Tensor = (x) => x,
): Weights {
  const names = new Set(layers.map(({ name }) => name));
  const adapt = (layer: string, x: Tensor): Tensor | undefined => {
    if (!names.has(layer)) return undefined;
    const down = matmul(beforeDown(x, layer), weights(downName(layer)), { transposeB: true });
    return matmul(mul(down, alpha / rank), weights(upName(layer)), { transposeB: true });
  };
  return Object.assign((name: string) => weights(name), { adapt });
}

/**
 * The model's weights with the adapters' change added: `W + alpha / rank * B A`. Weights of other
 * layers are the given ones.
 */
export function mergeLora(
  weights: Readonly<Record<string, NdArray>>,
  trained: Readonly<Record<string, NdArray>>,
  { rank, alpha, layers }: Lora,
): Record<string, NdArray> {
  const merged = { ...weights };
  for (const { name, inputs, outputs, order } of layers) {
    const [down, up] = [floats(trained, downName(name)), floats(trained, upName(name))];
    const sum = floats(weights, `${name}.weight`).slice();
    addLowRank(sum, { down, up, rank, scale: alpha / rank, inputs, outputs, order });
    const shape = order === "out-in" ? [outputs, inputs] : [inputs, outputs];
    merged[`${name}.weight`] = ndarray(sum, shape);
  }
  return merged;
}

function floats(arrays: Readonly<Record<string, NdArray>>, name: string): Float32Array {
  const data = arrays[name]?.data;
  if (!(data instanceof Float32Array))
    throw new InputError(`lora: "${name}" must be there, as float32`);
  return data;
}
