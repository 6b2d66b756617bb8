// The model of a student in JSON: a name, and what of it is read.

import { checkOptions } from "@w2s/base";
import * as z from "zod";
import { type ModelFeatures, type ModelHandle, model } from "../../reading/index.js";

const schema = z.strictObject({
  model: z.string(),
  layer: z.int().optional(),
  as: z.string().optional(),
  revision: z.string().optional(),
  pooling: z.enum(["mean", "first", "last"]).optional(),
  maxTokens: z.int().min(1).optional(),
});

/** A model, or one of its layers. @throws InputError for an unknown or wrong field */
export function sourceFromJson(item: unknown, where = "students"): ModelHandle | ModelFeatures {
  const { model: name, layer, ...options } = checkOptions(schema, item, where);
  const defined = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  const handle = model(name, defined);
  return layer === undefined ? handle : handle.layer(layer);
}
