// What a file of evidence says of itself: whose it is, and what its numbers mean.

import * as z from "zod";
import type { Frozen } from "../../measures/frozen.js";
import { roleNames } from "../../measures/index.js";

/** The key of the Parquet file's metadata that holds it, as JSON. */
export const aboutKey = "w2s";

export const evidenceAboutSchema = z.object({
  /** SHA-256 of the results.json that the evidence belongs to. */
  results: z.string(),
  /** Whether the file holds texts, or where they stand. */
  texts: z.enum(["texts", "places"]),
  tasks: z.array(
    z.object({
      name: z.string(),
      shape: z.enum(["classify", "compare", "answer"]),
      /** What each option means, [K]. */
      optionNames: z.array(z.string()),
    }),
  ),
  /** Roles that somebody has. */
  roles: z.array(z.enum(roleNames)),
});
/** What evidence says of itself: its study, its results and how texts stand in it. */
export type EvidenceAbout = Frozen<z.infer<typeof evidenceAboutSchema>>;
/** Whether evidence holds its texts, or only where they are to be found. */
export type TextsAs = EvidenceAbout["texts"];
