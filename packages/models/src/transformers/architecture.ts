// What every architecture gives: the parameters it needs, and its forward pass over symbolic
// tensors. Tokens are rows: activations are `[rows, d]`, every token a row, and only attention sees
// which text they belong to.

import { input, type Shape, type Signature, type Tensor } from "@w2s/grad";
import { type Pooling, poolTokens, type Rows, type TokenBatch } from "./token-batch.js";

/** Shapes of parameters, by their names in the checkpoint. */
export type Shapes = Readonly<Record<string, Shape>>;

/**
 * Gives a parameter by name: a program's input, or what is made of several (an average, another
 * precision).
 */
export interface Weights {
  (name: string): Tensor;
  /**
   * What an adapter adds to the product of linear layer `layer` (its parameters' names without
   * `.weight`): `x: [rows, in]` -> `[rows, out]`, or undefined where the layer has no adapter.
   */
  readonly adapt?: (layer: string, x: Tensor) => Tensor | undefined;
  /**
   * What becomes of the output of linear layer `layer`, or of the `embeddings` with their norm,
   * `[rows, out]`, before anything else sees it: dropout.
   */
  readonly after?: (layer: string, output: Tensor) => Tensor;
  /**
   * Whether there are so few rows that W x^T is the better product: x W^T packs all of W anew, to
   * meet it a few times.
   */
  readonly fewRows?: boolean;
}

/** Parameters as inputs of a program, float32. */
export function weightInputs(shapes: Shapes): Signature {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, input("float32", shape)]),
  );
}

/** Parameters, and what they compute: `[rows, in]` -> `[rows, out]`. */
export interface Layer {
  readonly shapes: Shapes;
  run(x: Tensor, weights: Weights): Tensor;
}

/** A product with a matrix, and a bias where it has one: what an adapter can be put on. */
export interface Linear extends Layer {
  /** Its parameters' names without `.weight` and `.bias`. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** How its weight is stored. */
  readonly order: "out-in" | "in-out";
}

/** From token ids to the activations of layer 0. */
export interface Embedding {
  readonly shapes: Shapes;
  /** The parameter `[vocab, d]` that has a row for each token. */
  readonly table: string;
  run(batch: TokenBatch, weights: Weights): Tensor;
}

/**
 * One transformer block: the activations of every token -> those of every token, or of `rows`
 * alone, `[rows, d]`.
 */
export interface Block {
  readonly shapes: Shapes;
  /** Its linear layers, in the order in which they are computed. */
  readonly linears: readonly Linear[];
  /**
   * Those of them, by name, whose output is added to what the block was given: after attention, and
   * after the feed-forward.
   */
  readonly branches: readonly string[];
  run(x: Tensor, batch: TokenBatch, weights: Weights, rows?: Rows): Tensor;
}

/** From activations of the last layer to logits of the next token, `[rows, vocab]`. */
export interface LanguageModelHead extends Layer {
  /**
   * The parameter `[vocab, d]` that has a row for each token; the embeddings where they are tied.
   */
  readonly matrix: string;
  /**
   * Where the embeddings serve, the parameter under which a checkpoint may have them once more;
   * else null.
   */
  readonly twin: string | null;
  /** Activations as the matrix is multiplied with them: `[rows, d]` -> `[rows, width]`. */
  inner(states: Tensor, weights: Weights): Tensor;
  /** Products with rows of the matrix as logits of their tokens. */
  logits(products: Tensor): Tensor;
}

/** What one file per family defines, and `architecture` completes. */
export interface Family {
  readonly layers: number;
  /** The names that a checkpoint may give a parameter, the usual one first. */
  storedNames(name: string): readonly string[];
  readonly embedding: Embedding;
  /** Block `index`, from 0. */
  block(index: number): Block;
  /** After the last block. */
  readonly finalNorm: Layer | null;
  /** null for encoders. */
  readonly head: LanguageModelHead | null;
}

/** A family's forward pass: parameters, activations of any layer, and the head of decoders. */
export interface Architecture extends Family {
  /**
   * Shapes of the parameters behind the activations of layer `blocks`, by the names of the Hugging
   * Face checkpoint; with `from`, of those alone that lie between the activations of layer `from`
   * and them.
   */
  parameters(blocks: number, from?: number): Shapes;
  /**
   * Activations after the embeddings and after each of the first `blocks` blocks: `blocks + 1`
   * tensors `[rows, d]`. The last block's are those that the model's head sees (after the final
   * norm, where the family has one). With `start`, the activations of one layer are given, and
   * those from there on come back, the given ones first.
   */
  hiddenStates(batch: TokenBatch, weights: Weights, blocks: number, start?: Start): Tensor[];
  /**
   * Pooled activations `[texts, d]` after `blocks` blocks (default: all), as `poolTokens` gives
   * them. Where one token a text is pooled, the last block computes queries and feed-forward for
   * those tokens alone.
   */
  pooled(
    batch: TokenBatch,
    weights: Weights,
    pooling: Pooling,
    start?: Start,
    blocks?: number,
  ): Tensor;
}

/**
 * The activations of a layer, as an earlier run gave them: `[rows, d]`, in the batch's own layout.
 */
export interface Start {
  readonly layer: number;
  readonly states: Tensor;
}

export function architecture(family: Family): Architecture {
  /** What comes after block `index`: the last one's goes through the final norm. */
  const normalized = (after: Tensor, index: number, weights: Weights) =>
    index === family.layers - 1 && family.finalNorm ? family.finalNorm.run(after, weights) : after;
  const embedding: Embedding = {
    ...family.embedding,
    run(batch, weights) {
      const states = family.embedding.run(batch, weights);
      return weights.after?.("embeddings", states) ?? states;
    },
  };
  return {
    ...family,
    embedding,
    parameters(blocks, from) {
      const shapes: Record<string, Shape> = from === undefined ? { ...embedding.shapes } : {};
      for (let index = from ?? 0; index < blocks; index++)
        Object.assign(shapes, family.block(index).shapes);
      return blocks === family.layers ? { ...shapes, ...family.finalNorm?.shapes } : shapes;
    },
    hiddenStates(batch, weights, blocks, start) {
      const states = [start?.states ?? embedding.run(batch, weights)];
      for (let index = start?.layer ?? 0; index < blocks; index++) {
        const after = family.block(index).run(states.at(-1)!, batch, weights);
        states.push(normalized(after, index, weights));
      }
      return states;
    },
    pooled(batch, weights, pooling, start, blocks = family.layers) {
      const last = blocks - 1;
      if (pooling === "mean" || last < (start?.layer ?? 0)) {
        return poolTokens(this.hiddenStates(batch, weights, blocks, start).at(-1)!, batch, pooling);
      }
      const before = this.hiddenStates(batch, weights, last, start).at(-1)!;
      return normalized(
        family.block(last).run(before, batch, weights, batch.one(pooling)),
        last,
        weights,
      );
    },
  };
}

/**
 * Names as checkpoints have them: the backbone's under `prefix`, or bare where it was saved alone;
 * the head's own (`head.weight`) bare in both, or under one of its `aliases`.
 */
export function underPrefix(
  prefix: string,
  head: string,
  aliases: readonly string[] = [],
): Family["storedNames"] {
  const headNames = [head, ...aliases].map((name) => `${name}.weight`);
  return (name) => (name === headNames[0] ? headNames : [prefix + name, name]);
}
