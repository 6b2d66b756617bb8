// The backbone of a trained student, for export: its model up to a layer, with the parameters that
// training changed in place of its own.

import { dirname } from "node:path";
import type { NdArray } from "@w2s/grad";
import {
  blocksOf,
  type Classifier,
  configJson,
  configWithLayers,
  isGguf,
  type Model,
} from "@w2s/models";

/** `changed`: parameters by the architecture's names. */
export function backboneOf(
  model: Model,
  layer: number,
  changed: Readonly<Record<string, NdArray>>,
): Pick<Classifier, "config" | "weights" | "tokenizerFrom"> {
  const { architecture } = model;
  const shapes = {
    ...architecture.parameters(Math.max(layer, 1)),
    ...architecture.finalNorm?.shapes,
  };
  const untouched = Object.fromEntries(
    Object.entries(shapes).filter(([name]) => !(name in changed)),
  );
  const config = configJson(model.files.config);
  const { tokenizer } = model.files;
  return {
    config:
      model.config.layers < blocksOf(config) ? configWithLayers(config, model.layers) : config,
    weights: { ...model.weights(untouched), ...changed },
    tokenizerFrom: isGguf(tokenizer) ? tokenizer : dirname(tokenizer),
  };
}
