// A model's first blocks as a model of its own: a weaker one of the same family, with the same
// tokenizer and embeddings.

import { InputError } from "@w2s/base";
import type { Model } from "./model.js";
import { architectureOf } from "./transformers/build.js";

/**
 * The first `layers` blocks of a model, and its final norm where the family has one: what the same
 * config with fewer layers says. It shares the model's files and weights.
 * @throws InputError for no block, or more than there are.
 */
export function truncateModel(model: Model, layers: number): Model {
  if (!Number.isInteger(layers) || layers < 1 || layers > model.layers) {
    throw new InputError(
      `${model.name}: a layer to end at must be 1 to ${model.layers}, got ${layers}`,
    );
  }
  if (layers === model.layers) return model;
  const config = { ...model.config, layers };
  const architecture = architectureOf(config);
  const shapes = Object.values(architecture.parameters(layers));
  return {
    ...model,
    config,
    architecture,
    layers,
    parameters: shapes.reduce(
      (sum, shape) => sum + shape.reduce<number>((size, dim) => size * Number(dim), 1),
      0,
    ),
  };
}
