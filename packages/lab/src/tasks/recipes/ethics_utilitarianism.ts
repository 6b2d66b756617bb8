// Utilitarianism: two scenarios, the first the more pleasant; the files have no header.

import type { TaskRecipe } from "./task-recipe.js";

export const ethicsUtilitarianism: TaskRecipe = {
  name: "ethics_utilitarianism",
  asks: "which of two scenarios is more pleasant",
  files: ["util_train.csv", "util_test.csv"],
  parts: { source: "util_train.csv", test: "util_test.csv" },
  task: {
    kind: "pairs",
    options: { header: ["better", "worse"], chosen: "better", rejected: "worse" },
  },
  metric: "accuracy",
  source: "ETHICS (Hendrycks et al. 2021), utilitarianism",
  licence: "MIT",
};
