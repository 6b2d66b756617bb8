// Texts by whether any of eight kinds of harm was found in them. A kind that a text lacks was not
// looked for: without a finding, and with a kind that was not looked for, it is left out.

import * as z from "zod";
import { filesNamed, made } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const FILE = "samples-1680.jsonl.gz";
/** Sexual, hateful, violent, harassment, self-harm; about minors, threatening, graphic. */
const kinds = ["S", "H", "V", "HR", "SH", "S3", "H2", "V2"];
const sample = z
  .object({ prompt: z.string() })
  .catchall(z.union([z.literal(0), z.literal(1)], { error: "must be 0 or 1" }));

export const openaiModeration: TaskRecipe = {
  name: "openai_moderation",
  asks: "whether a text is harmful",
  releases: [
    filesNamed({
      name: "published",
      files: { [FILE]: ["prompt"] },
      parts: { source: made([FILE], sample, harmIn) },
    }),
  ],
  task: {
    kind: "table",
    options: {
      text: "prompt",
      label: "harm",
      labels: { none: 0, found: 1, unknown: null },
      facts: ["kinds"],
    },
  },
  metric: "auroc",
  source: "Moderation evaluation set (Markov et al. 2023)",
  licence: "MIT; contains offensive text",
};

/** What was found of the kinds of harm that were looked for. */
function harmIn({ prompt, ...said }: z.output<typeof sample>) {
  const found = kinds.filter((kind) => said[kind] === 1);
  const whole = kinds.every((kind) => said[kind] !== undefined);
  const harm = found.length > 0 ? "found" : whole ? "none" : "unknown";
  return { prompt, harm, kinds: found.join(" ") };
}
