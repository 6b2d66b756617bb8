// The decoder that Llama made common, and the options in which its descendants differ: RMS norm
// before each sublayer, rotary positions, grouped-query attention, a gated feed-forward. Source:
// arXiv 2302.13971 and 2307.09288; names and order of operations are those of transformers'
// modeling_llama.py.

import { add, mul, type NdArray, reshape, type Tensor } from "@w2s/grad";
import type { GatedDecoderConfig } from "../../config/gated-decoder.js";
import {
  type Architecture,
  architecture,
  type Block,
  type Layer,
  underPrefix,
  type Weights,
} from "../architecture.js";
import { embedTokens, type Rows } from "../token-batch.js";
import { attend, lookBack } from "./attention.js";
import { activate, headOf, linear, linearsOf, rmsNormAt, shapesOf } from "./layers.js";
import { rotarySpeeds, rotate } from "./rotary.js";

export interface GatedDecoderOptions {
  /** Biases of the query, key and value projections. */
  readonly qkvBias: boolean;
  /** Bias of the projection after attention. */
  readonly outputBias: boolean;
  readonly mlpBias: boolean;
  /** Queries and keys are normalised within each head, before they are rotated. */
  readonly qkNorm: boolean;
  /** How many tokens block `index` looks back over, itself counted; null: all. */
  window(index: number): number | null;
}

export function gatedDecoder(
  config: GatedDecoderConfig,
  options: GatedDecoderOptions,
): Architecture {
  const { hiddenSize, layers, normEps, rope, headSize } = config;
  const speeds = rotarySpeeds(rope, headSize);
  return architecture({
    layers,
    storedNames: underPrefix("model.", "lm_head"),
    embedding: {
      table: "embed_tokens.weight",
      shapes: { "embed_tokens.weight": [config.vocabSize, hiddenSize] },
      run: (batch, weights) => embedTokens(batch, weights("embed_tokens.weight")),
    },
    block: (index) => block(config, options, index, speeds),
    finalNorm: rmsNormAt("norm", hiddenSize, normEps),
    head: headOf({ own: "lm_head", tied: "embed_tokens" }, config),
  });
}

function block(
  config: GatedDecoderConfig,
  options: GatedDecoderOptions,
  index: number,
  speeds: NdArray,
): Block {
  const { hiddenSize: d, heads, kvHeads, headSize, intermediateSize, normEps, activation } = config;
  const { qkvBias, outputBias, mlpBias, qkNorm } = options;
  const at = `layers.${index}`;
  const layers = {
    before: rmsNormAt(`${at}.input_layernorm`, d, normEps),
    q: linear(`${at}.self_attn.q_proj`, heads * headSize, d, qkvBias),
    k: linear(`${at}.self_attn.k_proj`, kvHeads * headSize, d, qkvBias),
    v: linear(`${at}.self_attn.v_proj`, kvHeads * headSize, d, qkvBias),
    output: linear(`${at}.self_attn.o_proj`, d, heads * headSize, outputBias),
    between: rmsNormAt(`${at}.post_attention_layernorm`, d, normEps),
    gate: linear(`${at}.mlp.gate_proj`, intermediateSize, d, mlpBias),
    up: linear(`${at}.mlp.up_proj`, intermediateSize, d, mlpBias),
    down: linear(`${at}.mlp.down_proj`, d, intermediateSize, mlpBias),
  };
  const norms = {
    q: rmsNormAt(`${at}.self_attn.q_norm`, headSize, normEps),
    k: rmsNormAt(`${at}.self_attn.k_norm`, headSize, normEps),
  };
  return {
    shapes: shapesOf(...Object.values(layers), ...(qkNorm ? Object.values(norms) : [])),
    linears: linearsOf(...Object.values(layers)),
    branches: [layers.output.name, layers.down.name],
    run(x, batch, weights, rows = batch.tokens) {
      const normalized = layers.before.run(x, weights);
      const turned = (part: "q" | "k", of: Rows, count: number) => {
        const projected = layers[part].run(of.take(normalized), weights);
        const own = qkNorm ? perHead(norms[part], projected, headSize, weights) : projected;
        return rotate(own, count, of, speeds);
      };
      const parts = {
        q: turned("q", rows, heads),
        k: turned("k", batch.tokens, kvHeads),
        v: layers.v.run(normalized, weights),
      };
      const mixed = attend(parts, batch, rows, lookBack(options.window(index)), config);
      const attended = add(rows.take(x), layers.output.run(mixed, weights));
      const inner = layers.between.run(attended, weights);
      const gate = activate(activation, layers.gate.run(inner, weights));
      return add(attended, layers.down.run(mul(gate, layers.up.run(inner, weights)), weights));
    },
  };
}

/** A norm within each head: `x: [rows, heads*size]`. */
function perHead(norm: Layer, x: Tensor, size: number, weights: Weights): Tensor {
  const width = Number(x.shape[1]);
  return reshape(norm.run(reshape(x, [-1, width / size, size]), weights), [-1, width]);
}
