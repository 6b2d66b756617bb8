// What a file of the library `datasets` calls the classes that a column of it holds as numbers: its
// features lie as JSON beside the schema, in Parquet and in Arrow.

import * as z from "zod";

/** Under which name the features lie there. */
export const FEATURES = "huggingface";

const classes = z.object({ _type: z.literal("ClassLabel"), names: z.array(z.string()) });
const features = z.object({ info: z.object({ features: z.record(z.string(), z.unknown()) }) });

/** The names of classes 0, 1, ..., by column; none where `said` is not what `datasets` writes. */
export function classNamesIn(said: string): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const [column, feature] of Object.entries(featuresIn(said))) {
    const { success, data } = classes.safeParse(feature);
    if (success) names.set(column, data.names);
  }
  return names;
}

function featuresIn(said: string): Readonly<Record<string, unknown>> {
  try {
    return features.parse(JSON.parse(said)).info.features;
  } catch {
    return {};
  }
}
