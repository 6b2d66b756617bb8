// Layers that the families share: parameters by their checkpoint names, and what is computed with
// them.

import {
  add,
  constant,
  div,
  gelu,
  layerNorm,
  matmul,
  mul,
  relu,
  rmsNorm,
  type Shape,
  silu,
  square,
  type Tensor,
  tanh,
  transpose,
  zerosArray,
} from "@w2s/grad";
import type { Activation } from "../../config/activation.js";
import type { LanguageModelHead, Layer, Linear, Shapes, Weights } from "../architecture.js";

/** The parameters of several layers together. */
export function shapesOf(...layers: readonly { readonly shapes: Shapes }[]): Shapes {
  return Object.assign({}, ...layers.map(({ shapes }) => shapes));
}

/** Those of a block's layers that are linear. */
export function linearsOf(...layers: readonly (Layer | Linear)[]): Linear[] {
  return layers.filter((layer): layer is Linear => "order" in layer);
}

/** `x W^T + b`, `weight: [out, in]`. */
export function linear(name: string, outputs: number, inputs: number, bias = true): Linear {
  return {
    name,
    outputs,
    inputs,
    order: "out-in",
    shapes: withBias(name, [outputs, inputs], bias ? outputs : 0),
    run(x, weights) {
      const weight = weights(`${name}.weight`);
      const product = weights.fewRows
        ? transpose(matmul(weight, transpose(x)))
        : matmul(x, weight, { transposeB: true });
      return adapted(name, x, bias ? add(product, weights(`${name}.bias`)) : product, weights);
    },
  };
}

/**
 * `x W + b`, `weight: [in, out]`: the linear layer of GPT-2's checkpoints, which call it Conv1D.
 */
export function conv1d(name: string, outputs: number, inputs: number): Linear {
  return {
    name,
    outputs,
    inputs,
    order: "in-out",
    shapes: withBias(name, [inputs, outputs], outputs),
    run(x, weights) {
      const product = add(matmul(x, weights(`${name}.weight`)), weights(`${name}.bias`));
      return adapted(name, x, product, weights);
    },
  };
}

/**
 * `product` and what an adapter of this layer adds to it, if there is one; and what becomes of
 * that.
 */
function adapted(name: string, x: Tensor, product: Tensor, weights: Weights): Tensor {
  const change = weights.adapt?.(name, x);
  const output = change === undefined ? product : add(product, change);
  return weights.after?.(name, output) ?? output;
}

/** A norm of a size, by its name. */
export type NormAt = (name: string, size: number, epsilon: number) => Layer;

export function layerNormAt(name: string, size: number, epsilon: number, bias = true): Layer {
  const zeros = bias ? null : constant(zerosArray("float32", [size]));
  return {
    shapes: withBias(name, [size], bias ? size : 0),
    run(x, weights) {
      const shift = zeros ?? weights(`${name}.bias`);
      return layerNorm(x, weights(`${name}.weight`), shift, epsilon);
    },
  };
}

export const rmsNormAt: NormAt = (name, size, epsilon) => ({
  shapes: { [`${name}.weight`]: [size] },
  run: (x, weights) => rmsNorm(x, weights(`${name}.weight`), epsilon),
});

/** An RMS norm whose gain is 1 + w. */
export const offsetRmsNormAt: NormAt = (name, size, epsilon) => ({
  shapes: { [`${name}.weight`]: [size] },
  run: (x, weights) => rmsNorm(x, add(weights(`${name}.weight`), 1), epsilon),
});

/** `cap tanh(x / cap)`: values far below the cap stay as they are. */
export function softCap(x: Tensor, cap: number): Tensor {
  return mul(tanh(div(x, cap)), cap);
}

/**
 * Logits by one matrix `[vocab, d]`: `own` where the config has it apart, else `tied`, that of the
 * embeddings. Activations may be brought to its width first, and logits softly capped.
 */
export function headOf(
  { own, tied }: { readonly own: string; readonly tied: string },
  config: {
    readonly tiedEmbeddings: boolean;
    readonly vocabSize: number;
    readonly hiddenSize: number;
  },
  { cap = null, projection }: { readonly cap?: number | null; readonly projection?: Linear } = {},
): LanguageModelHead {
  const { shapes, run } = linear(
    config.tiedEmbeddings ? tied : own,
    config.vocabSize,
    config.hiddenSize,
    false,
  );
  const inner = (x: Tensor, weights: Weights) => projection?.run(x, weights) ?? x;
  const logits = (products: Tensor) => (cap === null ? products : softCap(products, cap));
  return {
    shapes: { ...shapes, ...projection?.shapes },
    matrix: Object.keys(shapes)[0]!,
    twin: config.tiedEmbeddings ? `${own}.weight` : null,
    inner,
    logits,
    run: (x, weights) => logits(run(inner(x, weights), weights)),
  };
}

function withBias(name: string, weight: Shape, bias: number): Shapes {
  return { [`${name}.weight`]: weight, ...(bias > 0 ? { [`${name}.bias`]: [bias] } : {}) };
}

const activations: { readonly [A in Activation]: (x: Tensor) => Tensor } = {
  gelu,
  "gelu-tanh": (x) => {
    const inner = mul(mul(x, add(mul(square(x), 0.044715), 1)), Math.sqrt(2 / Math.PI));
    return mul(mul(x, 0.5), add(tanh(inner), 1));
  },
  relu,
  silu,
  tanh,
};

export function activate(activation: Activation, x: Tensor): Tensor {
  return activations[activation](x);
}
