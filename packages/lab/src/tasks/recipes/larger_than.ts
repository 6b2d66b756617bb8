// "Fifty-one is larger than fifty-three.": numbers in words, and how far apart they are.

import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const largerThan: TaskRecipe = {
  name: "larger_than",
  asks: "whether a statement of the larger of two numbers is true",
  releases: [
    filesNamed({
      name: "published",
      files: { "larger_than.csv": ["statement", "label", "abs_diff"] },
      parts: { source: "larger_than.csv" },
    }),
  ],
  task: { kind: "table", options: { text: "statement", label: "label", facts: ["abs_diff"] } },
  metric: "accuracy",
  source: "Geometry of Truth (Marks and Tegmark 2023), larger than",
  licence: "none stated",
};
