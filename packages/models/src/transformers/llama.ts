// Llama: a decoder, RMS norm before each sublayer, rotary positions, grouped-query attention, gated feed-forward.
// Source: arXiv 2302.13971 and 2307.09288; names and order of operations are those of transformers' modeling_llama.py.

import {
  add,
  cast,
  expandDims,
  gather,
  lessEqual,
  mul,
  reshape,
  rmsNorm,
  type Shape,
  type Tensor,
} from "@w2s/grad";
import type { LlamaConfig } from "../config/llama.js";
import type { Architecture, TokenBatch, Weights } from "./architecture.js";
import { activate, attend, linear, linearShapes, maskBias, reshapeRows, splitHeads } from "./layers.js";
import { type Rotation, rotate, rotationOf } from "./rotary.js";

export function llama(config: LlamaConfig): Architecture {
  return {
    prefixes: ["model.", ""],
    parameters: (blocks) => parameters(config, blocks),
    hiddenStates(batch, weights, blocks) {
      const context = { config, batch, weights, ...attentionContext(config, batch) };
      const states = [embed(config, batch, weights)];
      for (let block = 0; block < blocks; block++) {
        states.push(runBlock(context, `layers.${block}`, states.at(-1)!));
      }
      if (blocks === config.layers) {
        states[blocks] = rmsNorm(states[blocks]!, weights("norm.weight"), config.normEps);
      }
      return states;
    },
  };
}

interface BlockContext {
  readonly config: LlamaConfig;
  readonly batch: TokenBatch;
  readonly weights: Weights;
  readonly rotation: Rotation;
  readonly bias: Tensor;
}

function parameters(config: LlamaConfig, blocks: number): Record<string, Shape> {
  const { hiddenSize: d, heads, kvHeads, headSize, intermediateSize } = config;
  const shapes: Record<string, Shape> = { "embed_tokens.weight": [config.vocabSize, d] };
  for (let block = 0; block < blocks; block++) {
    const at = `layers.${block}`;
    Object.assign(
      shapes,
      { [`${at}.input_layernorm.weight`]: [d], [`${at}.post_attention_layernorm.weight`]: [d] },
      linearShapes(`${at}.self_attn.q_proj`, heads * headSize, d, config.attentionBias),
      linearShapes(`${at}.self_attn.k_proj`, kvHeads * headSize, d, config.attentionBias),
      linearShapes(`${at}.self_attn.v_proj`, kvHeads * headSize, d, config.attentionBias),
      linearShapes(`${at}.self_attn.o_proj`, d, heads * headSize, config.attentionBias),
      linearShapes(`${at}.mlp.gate_proj`, intermediateSize, d, config.mlpBias),
      linearShapes(`${at}.mlp.up_proj`, intermediateSize, d, config.mlpBias),
      linearShapes(`${at}.mlp.down_proj`, d, intermediateSize, config.mlpBias),
    );
  }
  return blocks === config.layers ? { ...shapes, "norm.weight": [d] } : shapes;
}

function embed({ hiddenSize }: LlamaConfig, { ids }: TokenBatch, weights: Weights): Tensor {
  const [batch, seq] = ids.shape as [string, string];
  return reshape(gather(weights("embed_tokens.weight"), ids), [reshapeRows(batch, seq), hiddenSize]);
}

/** A token sees itself and what came before: padding on the right is never seen by a token. */
function attentionContext(
  config: LlamaConfig,
  { positions }: TokenBatch,
): Pick<BlockContext, "rotation" | "bias"> {
  const before = lessEqual(expandDims(positions, 0), expandDims(positions, 1));
  return {
    rotation: rotationOf(positions, config.rope, config.headSize),
    bias: maskBias(cast(before, "float32")),
  };
}

function runBlock({ config, batch, weights, rotation, bias }: BlockContext, at: string, x: Tensor): Tensor {
  const { heads, kvHeads, headSize, normEps, attentionBias } = config;
  const normalized = rmsNorm(x, weights(`${at}.input_layernorm.weight`), normEps);
  const project = (part: string, count: number) =>
    splitHeads(linear(normalized, weights, `${at}.self_attn.${part}`, attentionBias), batch, count, headSize);
  const q = rotate(project("q_proj", heads), rotation);
  const k = rotate(project("k_proj", kvHeads), rotation);
  const mixed = attend(q, k, project("v_proj", kvHeads), bias, { heads, kvHeads, headSize });
  const attended = add(x, linear(mixed, weights, `${at}.self_attn.o_proj`, attentionBias));
  return add(attended, feedForward(config, weights, at, attended));
}

function feedForward(config: LlamaConfig, weights: Weights, at: string, x: Tensor): Tensor {
  const normalized = rmsNorm(x, weights(`${at}.post_attention_layernorm.weight`), config.normEps);
  const gate = activate(
    config.activation,
    linear(normalized, weights, `${at}.mlp.gate_proj`, config.mlpBias),
  );
  const up = linear(normalized, weights, `${at}.mlp.up_proj`, config.mlpBias);
  return linear(mul(gate, up), weights, `${at}.mlp.down_proj`, config.mlpBias);
}
