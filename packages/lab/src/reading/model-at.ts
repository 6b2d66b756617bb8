// A model up to a layer, as steps take it: opened, with its fingerprint in place of its weights.

import { InputError } from "@w2s/base";
import { type Model, truncateModel } from "@w2s/models";
import type { Identified } from "../engine/index.js";
import { once } from "../once.js";
import type { Room } from "./room.js";
import type { ModelFeatures } from "./source.js";

/** An opened model; the hash of its files stands for it. */
export class OpenedModel implements Identified {
  readonly identity: string;

  constructor(readonly model: Model) {
    this.identity = model.fingerprint;
  }
}

/**
 * The layer that is meant, counted from 0: negative ones count from the last, -1.
 * @throws InputError for one that the model does not have
 */
export function layerOf(source: ModelFeatures, { layers }: Pick<Model, "layers">): number {
  const { layer } = source;
  const at = layer < 0 ? layers + 1 + layer : layer;
  if (at >= 0 && at <= layers) return at;
  throw new InputError(
    `model "${source.model}": layer must be 0 (the embeddings) to ${layers}, or -1 for the last, ` +
      `got ${layer}`,
  );
}

const cut = new WeakMap<Model, Map<number, Model>>();

/** The first blocks of a model, up to its source's layer, as a model. @throws as `layerOf` */
export function modelUpTo(room: Room, source: ModelFeatures): Model {
  const whole = room.model(source);
  const layer = layerOf(source, whole);
  const known = once(cut, whole, () => new Map<number, Model>());
  return once(known, layer, () => truncateModel(whole, layer));
}
