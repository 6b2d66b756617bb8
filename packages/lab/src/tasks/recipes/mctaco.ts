// Temporal common sense; the files have no header.

import type { TaskRecipe } from "./task-recipe.js";

export const mctaco: TaskRecipe = {
  name: "mctaco",
  asks: "whether an answer about time is plausible",
  files: ["dev_3783.tsv", "test_9442.tsv"],
  parts: { source: "dev_3783.tsv", test: "test_9442.tsv" },
  task: {
    kind: "table",
    options: {
      header: ["sentence", "question", "answer", "label", "category"],
      text: "{sentence}\n{question}\n{answer}",
      label: "label",
      labels: { no: 0, yes: 1 },
      group: "sentence",
      facts: ["category"],
    },
  },
  metric: "accuracy",
  source: "MC-TACO (Zhou et al. 2019)",
  licence: "none stated",
};
