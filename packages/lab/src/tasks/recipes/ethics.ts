// What the four sets of ETHICS have in common on the hub: a subset each, whose validation is the
// published test, and whose test is the published hard test, made against models.

import * as z from "zod";
import { onHub } from "./hub.js";
import type { Release } from "./release.js";

/** A class: a number on the hub, its digit in a published file. */
export const classColumn = z.union([z.number(), z.bigint(), z.string()]);

/** A subset's release on the hub, tested as the published files are. */
export function ethicsOnHub<S extends z.ZodObject>(
  config: string,
  columns: S,
  row?: (values: z.output<S>) => Readonly<Record<string, unknown>>,
): Release {
  return onHub({
    id: "hendrycks/ethics",
    config,
    splits: { source: "train", test: "validation" },
    columns,
    ...(row && { row }),
  });
}
