// Natural language inference, adversarial, second round, as released with the ANLIzing
// annotations; several models' predictions stand in further columns.

import type { TaskRecipe } from "./task-recipe.js";

export const anliR2: TaskRecipe = {
  name: "anli_r2",
  asks: "whether a statement follows from its context, may be, or contradicts it",
  files: ["ANLI_analysis_r2_dev.csv"],
  parts: { source: "ANLI_analysis_r2_dev.csv" },
  task: {
    kind: "table",
    options: {
      text: "{context}\n{statement}",
      label: "gold_label",
      labels: { e: 0, n: 1, c: 2 },
      group: "context",
      id: "uid",
    },
  },
  metric: "accuracy",
  source: "ANLI (Nie et al. 2020), round 2, dev; ANLIzing (Williams et al. 2022)",
  licence: "CC BY-NC 4.0",
};
