// Preferences between dialogues by harmlessness.

import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const hhHarmless: TaskRecipe = {
  name: "hh-harmless",
  asks: "which of two dialogues people find less harmful",
  releases: [
    filesNamed({
      name: "published",
      files: { "test.jsonl.gz": ["chosen", "rejected"] },
      parts: { source: "test.jsonl.gz" },
    }),
  ],
  task: { kind: "pairs", options: { chosen: "chosen", rejected: "rejected" } },
  metric: "accuracy",
  source: "Anthropic HH-RLHF (Bai et al. 2022), harmless-base, test",
  licence: "MIT; contains offensive text",
};
