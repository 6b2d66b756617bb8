// Linguistic acceptability, public part; the files have no header, and their third column is the
// original mark.

import type { TaskRecipe } from "./task-recipe.js";

export const cola: TaskRecipe = {
  name: "cola",
  asks: "whether a sentence is acceptable English",
  files: ["in_domain_train.tsv", "out_of_domain_dev.tsv"],
  parts: { source: "in_domain_train.tsv", test: "out_of_domain_dev.tsv" },
  task: {
    kind: "table",
    options: { header: ["source", "label", "mark", "sentence"], text: "sentence", label: "label" },
  },
  metric: "auroc",
  source: "CoLA (Warstadt et al. 2018), public part",
  licence: "none stated; sentences from publications, for research",
};
