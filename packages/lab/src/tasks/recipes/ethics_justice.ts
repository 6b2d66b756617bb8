// Justice: claims of fair treatment and of desert.

import type { TaskRecipe } from "./task-recipe.js";

export const ethicsJustice: TaskRecipe = {
  name: "ethics_justice",
  asks: "whether a justification is reasonable",
  files: ["justice_train.csv", "justice_test.csv"],
  parts: { source: "justice_train.csv", test: "justice_test.csv" },
  task: { kind: "table", options: { text: "scenario", label: "label" } },
  metric: "accuracy",
  source: "ETHICS (Hendrycks et al. 2021), justice",
  licence: "MIT",
};
