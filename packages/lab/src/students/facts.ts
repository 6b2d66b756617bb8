// What a figure must know of a model besides its label: how it is adapted and how large it is.

import type { Model } from "@w2s/models";
import type { ModelFacts } from "../outcome/outcome.js";
import {
  featureLabel,
  hasDrawn,
  layerOf,
  type ModelFeatures,
  modelsIn,
  type Room,
} from "../reading/index.js";
import { type StudentSpec, studentKind } from "./kinds.js";

/**
 * The facts of a student or supervisor; of one that reads several models, their sums. A layer
 * counts as a model that ends there: embeddings and the blocks up to it, and the share of the
 * pretraining's operations that their parameters have in all; a layer is thus billed for no compute
 * that went into the blocks above it.
 */
export function modelFacts(spec: StudentSpec, room: Pick<Room, "model">): ModelFacts {
  const source = studentKind(spec).source(spec);
  const facts = { name: source?.alias ?? spec.label, adapted: adaptedAs(spec) };
  const models = modelsIn(source);
  if (models.length === 0 || hasDrawn(source)) {
    return { ...facts, parameters: null, pretrainingFlop: null };
  }
  const sizes = models
    .filter((one) => isDeepest(one, models, room))
    .map((one) => sizeOf(one, room));
  return {
    ...facts,
    parameters: sum(sizes.map(({ parameters }) => parameters)),
    pretrainingFlop: sum(sizes.map(({ pretrainingFlop }) => pretrainingFlop)),
  };
}

/** Of the layers of one model that are read, the last, which goes through the others. */
function isDeepest(
  one: ModelFeatures,
  all: readonly ModelFeatures[],
  room: Pick<Room, "model">,
): boolean {
  const depth = (source: ModelFeatures) => layerOf(source, room.model(source));
  const others = all.filter(
    ({ model, revision }) => model === one.model && revision === one.revision,
  );
  return others.find((other) => depth(other) === Math.max(...others.map(depth))) === one;
}

function sizeOf(source: ModelFeatures, room: Pick<Room, "model">) {
  const model = room.model(source);
  const parameters = parametersUpTo(model, layerOf(source, model));
  const flop = model.pretraining?.flop ?? null;
  const pretrainingFlop =
    flop === null ? null : flop * (parameters / parametersUpTo(model, model.layers));
  return { parameters, pretrainingFlop };
}

/** Null where one of them is. */
function sum(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (total, value) => (total === null || value === null ? null : total + value),
    0,
  );
}

/** "probe", "finetuned last 2, told": the label without the model. */
function adaptedAs(spec: StudentSpec): string {
  const kind = studentKind(spec);
  const source = kind.source(spec);
  const own = kind.labelOf(spec);
  const told = spec.told === undefined ? "" : `, ${spec.told.as}`;
  if (source === null) return kind.name;
  // A probe is its own probe; its label is that of its features, without a word for how.
  if (kind.probeOf(spec) === spec) {
    return `${kind.name}${own.slice(featureLabel(source).length)}${told}`;
  }
  return `${own
    .slice(source.alias.length)
    .replace(/^:-?\d+/, "")
    .trim()}${told}`;
}

function parametersUpTo({ architecture }: Model, layer: number): number {
  const shapes = Object.values(architecture.parameters(layer));
  return shapes.reduce(
    (sum, shape) => sum + shape.reduce<number>((size, dim) => size * Number(dim), 1),
    0,
  );
}
