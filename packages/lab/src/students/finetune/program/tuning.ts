// Which of a model's parameters are trained, and how the parameters that the model computes with
// are made of them: all of them, the last blocks, or small adapters beside frozen ones.

import { InputError } from "@w2s/base";
import type { Arrays, Signature, Tensors } from "@w2s/grad";
import { type Model, type Weights, weightInputs } from "@w2s/models";

/** What training needs of a model. */
export type TunedModel = Pick<
  Model,
  "name" | "config" | "architecture" | "layers" | "width" | "weights"
> &
  Partial<Pick<Model, "close">>;

export interface Tuning {
  /** Trained parameters, the student's head left out; static shapes. */
  readonly trained: Signature;
  /** Parameters that every step is given as they are. */
  readonly frozen: Signature;
  /**
   * The layer whose activations a step is given, where the blocks below it are not run; undefined:
   * token ids alone.
   */
  readonly from: number | undefined;
  /** Values to start from. @throws InputError where the model's file does not have them. */
  initial(): Arrays;
  frozenValues(): Arrays;
  /** The model's own parameters that `trained` values have changed, as they are then. */
  changed(trained: Arrays): Arrays;
  /** What the model computes with, of the program's `trained` and `frozen` tensors. */
  weights(tensors: Tensors): Weights;
}

/**
 * Trains the last `blocks` blocks (default: all of the model, embeddings included). With `stored`,
 * the activations below them are given, and the frozen blocks are not run.
 * @throws InputError for more blocks than the model has.
 */
export function blockTuning(model: TunedModel, blocks?: number, stored = false): Tuning {
  const { architecture, layers } = model;
  if (blocks !== undefined && blocks > layers) {
    throw new InputError(
      `finetune: "blocks" must be at most ${layers} for ${model.name}, got ${blocks}`,
    );
  }
  const from = blocks === undefined ? undefined : layers - blocks;
  const trained = weightInputs(architecture.parameters(layers, from));
  const all = weightInputs(architecture.parameters(layers));
  const below = Object.fromEntries(Object.entries(all).filter(([name]) => !(name in trained)));
  const frozen = stored ? {} : below;
  return {
    trained,
    frozen,
    from: stored ? from : undefined,
    initial: () => model.weights(shapesOf(trained)),
    frozenValues: () => model.weights(shapesOf(frozen)),
    changed: (values) =>
      Object.fromEntries(Object.keys(trained).map((name) => [name, values[name]!])),
    weights: (tensors) => (name) => tensors[name]!,
  };
}

/** The shapes of a signature, as a model gives values of them. */
export function shapesOf(signature: Signature) {
  return Object.fromEntries(Object.entries(signature).map(([name, { shape }]) => [name, shape]));
}
