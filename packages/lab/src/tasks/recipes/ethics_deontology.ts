// Deontology: a request or role and an excuse or duty.

import type { TaskRecipe } from "./task-recipe.js";

export const ethicsDeontology: TaskRecipe = {
  name: "ethics_deontology",
  asks: "whether an excuse or a duty is reasonable",
  files: ["deontology_train.csv", "deontology_test.csv"],
  parts: { source: "deontology_train.csv", test: "deontology_test.csv" },
  task: {
    kind: "table",
    options: { text: "{scenario} {excuse}", label: "label", group: "scenario" },
  },
  metric: "accuracy",
  source: "ETHICS (Hendrycks et al. 2021), deontology",
  licence: "MIT",
};
