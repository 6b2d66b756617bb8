// Statements made of a subject and what is said of it, which for a false one is another's; a
// subject's are one group.

import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const counterfact: TaskRecipe = {
  name: "counterfact",
  asks: "whether a statement about a person, place or thing is true",
  releases: [
    filesNamed({
      name: "published",
      files: { "counterfact_true_false.csv": ["statement", "label", "relation", "subject"] },
      parts: { source: "counterfact_true_false.csv" },
    }),
  ],
  task: {
    kind: "table",
    options: { text: "statement", label: "label", group: "subject", facts: ["relation"] },
  },
  metric: "accuracy",
  source: "CounterFact (Meng et al. 2022), as in Geometry of Truth (Marks and Tegmark 2023)",
  licence: "none stated",
};
