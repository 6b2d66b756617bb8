// The two programs of greedy decoding: one reads the prompts, one goes on by a token a text. Both
// give the most probable next token, and the keys and values of what they have read.

import {
  argMax,
  cast,
  compile,
  input,
  type Program,
  type Shape,
  type Signature,
  type Tensor,
} from "@w2s/grad";
import { headOfDecoder, type ScoringModel } from "../scoring/questions.js";
import { type Shapes, type Weights, weightInputs } from "../transformers/architecture.js";
import { tokenBatch } from "../transformers/padded-batch.js";
import { stepBatch } from "../transformers/step-batch.js";
import type { KeysAndValues } from "../transformers/token-batch.js";

/** The parameters of a decoder, its head's among them. */
export function decoderShapes(model: ScoringModel): Shapes {
  const { architecture, layers } = model;
  return { ...architecture.parameters(layers), ...headOfDecoder(model).shapes };
}

/**
 * From prompts, `ids: [texts, seq]` of `lengths: [texts]`, to `next: [texts]` and to the keys and
 * values of each block, `keys.0: [texts, kvHeads, seq, size]`.
 */
export function promptProgram(model: ScoringModel): Program {
  const signature: Signature = {
    ...weightInputs(decoderShapes(model)),
    ids: input("int32", ["texts", "seq"]),
    lengths: input("int32", ["texts"]),
  };
  return compile(signature, (tensors) => {
    const told: KeysAndValues[] = [];
    const batch = {
      ...tokenBatch(tensors.ids!, tensors.lengths!),
      earlier: (own: KeysAndValues) => void told.push(own),
    };
    const weights: Weights = (name) => tensors[name]!;
    const last = model.architecture.pooled(batch, weights, "last");
    return { next: mostProbable(model, last, weights), ...named(told) };
  });
}

/**
 * From one token a text, `ids` and `positions: [texts]`, and what was kept of earlier ones,
 * `earlier.keys.0: [texts, kvHeads, slots, size]`, to `next` and this token's own `keys.0: [texts,
 * kvHeads, 1, size]`. `sizes` are the outputs of the program that read the prompts.
 */
export function stepProgram(model: ScoringModel, sizes: Program["outputs"]): Program {
  const kept = Object.keys(sizes).filter((name) => name !== "next");
  const slotted = ([texts, heads, , size]: Shape): Shape => [texts!, heads!, "slots", size!];
  const signature: Signature = {
    ...weightInputs(decoderShapes(model)),
    ids: input("int32", ["texts"]),
    positions: input("int32", ["texts"]),
    ...Object.fromEntries(
      kept.map((name) => [earlierName(name), input("float32", slotted(sizes[name]!.shape))]),
    ),
  };
  return compile(signature, (tensors) => {
    const told: KeysAndValues[] = [];
    const batch = stepBatch(tensors.ids!, tensors.positions!, "slots", (own) => {
      const [keys, values] = namesOf(told.push(own) - 1).map((name) => tensors[earlierName(name)]!);
      return { keys: keys!, values: values! };
    });
    const weights: Weights = Object.assign((name: string) => tensors[name]!, { fewRows: true });
    const { architecture, layers } = model;
    const states = architecture.hiddenStates(batch, weights, layers).at(-1)!;
    return { next: mostProbable(model, states, weights), ...named(told) };
  });
}

/** A kept array as the step program takes it. */
export const earlierName = (name: string) => `earlier.${name}`;

const namesOf = (block: number) => [`keys.${block}`, `values.${block}`] as const;

function named(told: readonly KeysAndValues[]): Readonly<Record<string, Tensor>> {
  const entries = told.flatMap(({ keys, values }, block) => {
    const [ofKeys, ofValues] = namesOf(block);
    return [
      [ofKeys, keys],
      [ofValues, values],
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** int32 `[texts]`; the lowest id at a tie. */
function mostProbable(model: ScoringModel, states: Tensor, weights: Weights): Tensor {
  return cast(argMax(headOfDecoder(model).run(states, weights), 1), "int32");
}
