// The tiny random models of every family, made by reference/models/tiny_families.py: opened, with
// PyTorch's values.

import { readModelConfig } from "../config/config.js";
import type { Shapes } from "../transformers/architecture.js";
import { architectureOf } from "../transformers/build.js";
import { WeightStore } from "../transformers/weights.js";
import { fixture, fixtureArrays } from "./fixtures.js";

export function openFamily(name: string) {
  const config = readModelConfig(fixture("families", name, "config.json"));
  const architecture = architectureOf(config);
  const shapes: Shapes = {
    ...architecture.parameters(config.layers),
    ...architecture.head?.shapes,
  };
  const store = new WeightStore(fixtureArrays("families", name, "model.safetensors"), architecture);
  const reference = fixtureArrays("families", name, "reference.safetensors");
  const lengths = [...reference.read("lengths").data].map(Number);
  return { config, architecture, shapes, weights: store.load(shapes), reference, lengths };
}

export type OpenFamily = ReturnType<typeof openFamily>;
