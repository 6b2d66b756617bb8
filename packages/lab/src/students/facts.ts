// What a figure must know of a model besides its label: how it is adapted and how large it is.

import type { Model } from "@w2s/models";
import type { ModelFacts } from "../outcome/outcome.js";
import { featureLabel, layerOf, type Room } from "../reading/index.js";
import { type StudentSpec, studentKind } from "./kinds.js";

/**
 * The facts of a student or supervisor. A layer counts as a model that ends there: embeddings and
 * the blocks up to it, and the share of the pretraining's operations that their parameters have in
 * all; a layer is thus billed for no compute that went into the blocks above it.
 */
export function modelFacts(spec: StudentSpec, room: Pick<Room, "model">): ModelFacts {
  const source = studentKind(spec).source(spec);
  const facts = { name: source?.alias ?? spec.label, adapted: adaptedAs(spec) };
  if (source?.kind !== "model") return { ...facts, parameters: null, pretrainingFlop: null };
  const model = room.model(source);
  const parameters = parametersUpTo(model, layerOf(source, model));
  const flop = model.pretraining?.flop ?? null;
  const pretrainingFlop =
    flop === null ? null : flop * (parameters / parametersUpTo(model, model.layers));
  return { ...facts, parameters, pretrainingFlop };
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
