// A value of a GGUF file's metadata that a model has one of.

import { InputError } from "@w2s/base";
import type { GgufFile } from "./gguf.js";

/**
 * A value of the metadata; of a list, which has one for each layer, what all say. Numbers of 64
 * bits become ordinary ones: no size of a model needs more.
 * @throws InputError for a list of different values
 */
export function oneValue(file: GgufFile, key: string): string | number | boolean | undefined {
  const value = file.values.get(key);
  const [first, ...others] = typeof value === "object" ? (file.list(key) ?? []) : [value];
  if (others.some((other) => other !== first)) {
    throw new InputError(`${file.label}: "${key}" must be one value for all layers, got several`);
  }
  return typeof first === "bigint" ? Number(first) : first;
}
