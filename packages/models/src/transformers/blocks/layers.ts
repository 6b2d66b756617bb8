// Layers that the families share: parameters by their checkpoint names, and what is computed with
// them.

import {
  add,
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
      const product = matmul(x, weights(`${name}.weight`), { transposeB: true });
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

export function layerNormAt(name: string, size: number, epsilon: number): Layer {
  return {
    shapes: withBias(name, [size], size),
    run: (x, weights) => layerNorm(x, weights(`${name}.weight`), weights(`${name}.bias`), epsilon),
  };
}

export function rmsNormAt(name: string, size: number, epsilon: number): Layer {
  return {
    shapes: { [`${name}.weight`]: [size] },
    run: (x, weights) => rmsNorm(x, weights(`${name}.weight`), epsilon),
  };
}

/**
 * Logits by one matrix `[vocab, d]`: `own` where the config has it apart, else `tied`, that of the
 * embeddings.
 */
export function headOf(
  { own, tied }: { readonly own: string; readonly tied: string },
  config: {
    readonly tiedEmbeddings: boolean;
    readonly vocabSize: number;
    readonly hiddenSize: number;
  },
): LanguageModelHead {
  const { shapes, run } = linear(
    config.tiedEmbeddings ? tied : own,
    config.vocabSize,
    config.hiddenSize,
    false,
  );
  return { shapes, run, matrix: Object.keys(shapes)[0]! };
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
