// What a figure must know of a model besides its label: how it is adapted and how large it is.

import type { Model } from "@w2s/models";
import type { ModelFacts } from "../outcome.js";
import {
  type ErrorsSpec,
  type FeatureSource,
  featureLabel,
  type StudentSpec,
} from "../study/index.js";

/**
 * The facts of a student or supervisor. A layer counts as a model that ends there: embeddings and
 * the blocks up to it, and the share of the pretraining's operations that their parameters have in
 * all.
 * @param layer resolved: 0 the embeddings, l block l; @param model null where none is involved
 */
export function modelFacts(spec: StudentSpec, model: Model | null, layer: number): ModelFacts {
  const source: FeatureSource = spec.kind === "probe" ? spec.features : spec.model;
  const facts = { name: source.alias, adapted: adaptedAs(spec) };
  if (model === null) return { ...facts, parameters: null, pretrainingFlop: null };
  const parameters = parametersUpTo(model, layer);
  const flop = model.pretraining?.flop ?? null;
  const pretrainingFlop =
    flop === null ? null : flop * (parameters / parametersUpTo(model, model.layers));
  return { ...facts, parameters, pretrainingFlop };
}

/** "probe", "finetuned last 2, told": the label without the model. */
function adaptedAs(spec: StudentSpec): string {
  if (spec.kind === "probe") return `probe${spec.label.slice(featureLabel(spec.features).length)}`;
  return spec.label
    .slice(spec.model.alias.length)
    .replace(/^:-?\d+/, "")
    .trim();
}

/** The facts of a supervisor without a model. */
export function noModel({ kind, label }: ErrorsSpec): ModelFacts {
  return { name: label, adapted: kind, parameters: null, pretrainingFlop: null };
}

function parametersUpTo({ architecture }: Model, layer: number): number {
  const shapes = Object.values(architecture.parameters(layer));
  return shapes.reduce(
    (sum, shape) => sum + shape.reduce<number>((size, dim) => size * Number(dim), 1),
    0,
  );
}
