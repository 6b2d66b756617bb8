// A finetuned student, or one with adapters, as a model of its own: its adapters are merged.

import { InternalError } from "@w2s/base";
import type { Step } from "../../engine/index.js";
import { withWeights } from "../../engine/index.js";
import { backboneOf } from "../shared/backbone.js";
import type { WeightedFit } from "../shared/weights.js";
import type { Trained } from "../student.js";
import { withTrained } from "./generative/step.js";
import { blockTuning, type TunedModel, type Tuning } from "./program/tuning.js";
import type { TunedSpec } from "./spec.js";
import type { TunedStep } from "./tuned-step.js";

/** Where the weights were not kept, training again gives them. */
export function tunedModel(
  step: TunedStep,
  { recipe }: TunedSpec,
  tuningOf: (model: TunedModel) => Tuning = (model) => blockTuning(model, recipe.blocks),
): Trained {
  const { generative, begun: before } = step.inputs;
  const { begun } = step.value;
  const wanting = withWeights(step);
  const weighted = async (results: Parameters<Trained["read"]>[0]) => {
    const { weights } = await results.read(besideOf(wanting));
    if (!weights) throw new InternalError(`${step.label}: its weights were not kept`);
    const own = begun ? await begun.read(results) : step.value.model.model;
    const model = generative ? withTrained(own, (await results.read(generative)).weights) : own;
    const { "student.weight": weight, "student.bias": bias, ...trained } = weights;
    return { model, trained, head: { weight: weight!, ...(bias ? { bias } : {}) } };
  };
  return {
    targets: [wanting, ...(generative ? [generative] : []), ...(before ?? [])],
    async read(results) {
      const { model, trained, head } = await weighted(results);
      const backbone = backboneOf(model, model.layers, tuningOf(model).changed(trained));
      return { ...backbone, layer: model.layers, pooling: recipe.pooling, head };
    },
    async model(results) {
      const { model, trained } = await weighted(results);
      return withTrained(model, tuningOf(model).changed(trained));
    },
  };
}

function besideOf({ beside, label }: Step<WeightedFit>): Step<WeightedFit> {
  if (beside) return beside;
  throw new InternalError(`${label}: keeps no weights`);
}
