// An architecture cut between its blocks, for a trainer that computes each block once more on the
// way back instead of keeping its insides (`SegmentedStepSpec` of @w2s/grad).

import type { Segment, Tensor, Tensors } from "@w2s/grad";
import type { Architecture, Weights } from "./architecture.js";
import { type Pooling, poolTokens, type TokenBatch } from "./token-batch.js";

/** Which blocks a model's segments run, from what, and with which weights. */
export interface SegmentOptions {
  /** Blocks that run, the first ones; default: all. */
  readonly blocks?: number;
  /** The tokens, of a step's inputs. */
  batch(inputs: Tensors): TokenBatch;
  /** A layer whose activations `[rows, d]` a step is given: the blocks up to it do not run. */
  readonly start?: { readonly layer: number; states(inputs: Tensors): Tensor };
  /**
   * What the model computes with, of a segment's own tensors by name and the step's inputs;
   * default: those tensors.
   */
  weights?(tensors: Tensors, inputs: Tensors): Weights;
  /**
   * Names of parameters of adapters: each belongs to the block that has the linear layer `LAYER` of
   * a name `LAYER.REST`.
   */
  readonly adapters?: readonly string[];
  /**
   * What the loss sees of a text's tokens: one vector a text, or, without pooling, the activations
   * of every token.
   */
  readonly pooling?: Pooling;
  /** Names of the weights that the loss itself uses. */
  readonly head: readonly string[];
  /**
   * The mean loss of a step: from `[texts, d]` where tokens are pooled, else from the last layer's
   * `[rows, d]`.
   */
  loss(states: Tensor, context: { readonly weights: Weights; readonly inputs: Tensors }): Tensor;
}

/**
 * The embeddings (unless a layer's activations are given), each block, and the loss. The last block
 * belongs to the loss's segment where one token a text is pooled, since it then computes little
 * else. All but the loss see each text alone, so that texts may go through them in pieces
 * (`packedPieces`).
 */
export function modelSegments(architecture: Architecture, options: SegmentOptions): Segment[] {
  const { blocks = architecture.layers, start, adapters = [], head } = options;
  const weightsOf =
    options.weights ??
    ((tensors: Tensors): Weights =>
      (name) =>
        tensors[name]!);
  const from = start?.layer ?? 0;
  const lastWithLoss = options.pooling !== undefined && options.pooling !== "mean" && blocks > from;
  const cut = lastWithLoss ? blocks - 1 : blocks;
  const stateOf = (state: Tensor | undefined, inputs: Tensors) => state ?? start!.states(inputs);
  const adaptersOf = (index: number) => {
    const layers = index < blocks ? architecture.block(index).linears : [];
    return adapters.filter((name) => layers.some((layer) => name.startsWith(`${layer.name}.`)));
  };
  const enter: Segment = {
    weights: Object.keys(architecture.embedding.shapes),
    byPiece: true,
    run: (_, { weights, inputs }) =>
      architecture.embedding.run(options.batch(inputs), weightsOf(weights, inputs)),
  };
  const inside = Array.from({ length: cut - from }, (_, i): Segment => {
    const block = architecture.block(from + i);
    return {
      weights: [...Object.keys(block.shapes), ...adaptersOf(from + i)],
      byPiece: true,
      run: (state, { weights, inputs }) =>
        block.run(stateOf(state, inputs), options.batch(inputs), weightsOf(weights, inputs)),
    };
  });
  const leave: Segment = {
    weights: [
      ...new Set([
        ...Object.keys(architecture.parameters(blocks, cut)),
        ...adaptersOf(cut),
        ...head,
      ]),
    ],
    run(state, { weights: tensors, inputs }) {
      const weights = weightsOf(tensors, inputs);
      const states = stateOf(state, inputs);
      const batch = options.batch(inputs);
      return options.loss(seenByLoss(states, batch, weights), { weights, inputs });
    },
  };
  function seenByLoss(states: Tensor, batch: TokenBatch, weights: Weights): Tensor {
    if (lastWithLoss) {
      return architecture.pooled(batch, weights, options.pooling!, { layer: cut, states }, blocks);
    }
    const norm = blocks === architecture.layers ? architecture.finalNorm : null;
    const normalized = norm ? norm.run(states, weights) : states;
    return options.pooling === undefined
      ? normalized
      : poolTokens(normalized, batch, options.pooling);
  }
  return [...(start ? [] : [enter]), ...inside, leave];
}
