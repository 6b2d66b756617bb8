// The model of a student in JSON: a name, and what of it is read.

import { checkOptions } from "@w2s/base";
import * as z from "zod";
import {
  type FeatureSource,
  joined,
  type ModelFeatures,
  type ModelHandle,
  model,
} from "../../reading/index.js";

/** What is said of a student's model in JSON. */
export const sourceFields = {
  model: z.string(),
  layer: z.int().optional(),
  as: z.string().optional(),
  revision: z.string().optional(),
  pooling: z.enum(["mean", "first", "last"]).optional(),
  maxTokens: z.int().min(1).optional(),
};
const schema = z.strictObject(sourceFields);

const joinedSchema = z.strictObject({ joined: z.array(z.unknown()) });

/** What a probe reads: as `sourceFromJson`, or `{ "joined": [...] }` of several. */
export function featuresFromJson(item: unknown, where: string): ModelHandle | FeatureSource {
  if (typeof item !== "object" || item === null || !("joined" in item)) {
    return sourceFromJson(item, where);
  }
  const { joined: parts } = checkOptions(joinedSchema, item, where);
  return joined(...parts.map((part) => sourceFromJson(part, "joined")));
}

/** A model, or one of its layers. @throws InputError for an unknown or wrong field */
export function sourceFromJson(item: unknown, where: string): ModelHandle | ModelFeatures {
  const { model: name, layer, ...options } = checkOptions(schema, item, where);
  const defined = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  const handle = model(name, defined);
  return layer === undefined ? handle : handle.layer(layer);
}
