// Statements of everyday knowledge, found true or false by people.

import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const commonClaim: TaskRecipe = {
  name: "common_claim",
  asks: "whether a statement is true",
  releases: [
    filesNamed({
      name: "published",
      files: { "common_claim_true_false.csv": ["statement", "label"] },
      parts: { source: "common_claim_true_false.csv" },
    }),
  ],
  task: { kind: "table", options: { text: "statement", label: "label" } },
  metric: "accuracy",
  source: "CommonClaim (Casper et al. 2023), as in Geometry of Truth (Marks and Tegmark 2023)",
  licence: "none stated",
};
