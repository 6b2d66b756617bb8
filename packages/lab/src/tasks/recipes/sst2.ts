// Sentiment of sentences from film reviews; the files have no header.

import type { TaskRecipe } from "./task-recipe.js";

export const sst2: TaskRecipe = {
  name: "sst2",
  asks: "whether a sentence of a film review is positive",
  files: ["train.tsv", "dev.tsv", "test.tsv"],
  parts: { source: "train.tsv", validation: "dev.tsv", test: "test.tsv" },
  task: {
    kind: "table",
    options: { header: ["sentence", "label"], text: "sentence", label: "label" },
  },
  metric: "accuracy",
  source: "Stanford Sentiment Treebank (Socher et al. 2013), binary, sentence level",
  licence: "none stated; research use",
};
