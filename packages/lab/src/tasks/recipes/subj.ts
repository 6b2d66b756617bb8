// Subjective and objective sentences about films.

import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const subj: TaskRecipe = {
  name: "subj",
  asks: "whether a sentence is subjective",
  releases: [
    filesNamed({
      name: "published",
      files: { "all.csv": ["text", "subjective"] },
      parts: { source: "all.csv" },
    }),
  ],
  task: { kind: "table", options: { text: "text", label: "subjective" } },
  metric: "accuracy",
  source: "Subjectivity data set (Pang and Lee 2004)",
  licence: "none stated; research use",
};
