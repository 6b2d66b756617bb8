// What every architecture gives: the parameters it needs, and its forward pass over symbolic tensors. Tokens are rows:
// activations are `[batch*seq, d]`, and only attention sees them as `[batch, seq]`.

import { input, type Shape, type Signature, type Tensor } from "@w2s/grad";
import type { TokenBatch } from "./token-batch.js";

export type Shapes = Readonly<Record<string, Shape>>;

/** Gives a parameter by name: a program's input, or what is made of several (an average, another precision). */
export interface Weights {
  (name: string): Tensor;
  /**
   * What an adapter adds to the product of linear layer `layer` (its parameters' names without `.weight`): `x: [rows, in]` ->
   * `[rows, out]`, or undefined where the layer has no adapter.
   */
  readonly adapt?: (layer: string, x: Tensor) => Tensor | undefined;
}

/** Parameters as inputs of a program, float32. */
export function weightInputs(shapes: Shapes): Signature {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, input("float32", shape)]));
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
  run(batch: TokenBatch, weights: Weights): Tensor;
}

/** One transformer block: `[batch*seq, d]` -> `[batch*seq, d]`. */
export interface Block {
  readonly shapes: Shapes;
  /** Its linear layers, in the order in which they are computed. */
  readonly linears: readonly Linear[];
  run(x: Tensor, batch: TokenBatch, weights: Weights): Tensor;
}

/** From activations of the last layer to logits of the next token, `[rows, vocab]`. */
export interface LanguageModelHead extends Layer {
  /** The parameter `[vocab, d]` that has a row for each token; the embeddings where they are tied. */
  readonly matrix: string;
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

export interface Architecture extends Family {
  /**
   * Shapes of the parameters behind the activations of layer `blocks`, by the names of the Hugging Face checkpoint;
   * with `from`, of those alone that lie between the activations of layer `from` and them.
   */
  parameters(blocks: number, from?: number): Shapes;
  /**
   * Activations after the embeddings and after each of the first `blocks` blocks: `blocks + 1` tensors `[batch*seq, d]`. The
   * last block's are those that the model's head sees (after the final norm, where the family has one). With `start`, the
   * activations of one layer are given, and those from there on come back, the given ones first.
   */
  hiddenStates(batch: TokenBatch, weights: Weights, blocks: number, start?: Start): Tensor[];
}

/** The activations of a layer, as an earlier run gave them: `[batch*seq, d]`. */
export interface Start {
  readonly layer: number;
  readonly states: Tensor;
}

export function architecture(family: Family): Architecture {
  return {
    ...family,
    parameters(blocks, from) {
      const shapes: Record<string, Shape> = from === undefined ? { ...family.embedding.shapes } : {};
      for (let index = from ?? 0; index < blocks; index++) Object.assign(shapes, family.block(index).shapes);
      return blocks === family.layers ? { ...shapes, ...family.finalNorm?.shapes } : shapes;
    },
    hiddenStates(batch, weights, blocks, start) {
      const states = [start?.states ?? family.embedding.run(batch, weights)];
      for (let index = start?.layer ?? 0; index < blocks; index++) {
        const after = family.block(index).run(states.at(-1)!, batch, weights);
        const isLast = index === family.layers - 1;
        states.push(isLast && family.finalNorm ? family.finalNorm.run(after, weights) : after);
      }
      return states;
    },
  };
}

/**
 * Names as checkpoints have them: the backbone's under `prefix`, or bare where it was saved alone; the head's own
 * (`head.weight`) bare in both, or under one of its `aliases`.
 */
export function underPrefix(
  prefix: string,
  head: string,
  aliases: readonly string[] = [],
): Family["storedNames"] {
  const headNames = [head, ...aliases].map((name) => `${name}.weight`);
  return (name) => (name === headNames[0] ? headNames : [prefix + name, name]);
}
