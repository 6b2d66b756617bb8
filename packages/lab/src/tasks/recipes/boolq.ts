// Questions of yes or no about a passage; labels are the texts "true" and "false".

import type { TaskRecipe } from "./task-recipe.js";

export const boolq: TaskRecipe = {
  name: "boolq",
  asks: "whether the answer to a question about a passage is yes",
  files: ["val.jsonl"],
  parts: { source: "val.jsonl" },
  task: {
    kind: "table",
    options: {
      text: "{passage}\n{question}",
      label: "label",
      labels: { false: 0, true: 1 },
      group: "passage",
    },
  },
  metric: "accuracy",
  source: "BoolQ (Clark et al. 2019), validation",
  licence: "CC BY-SA 3.0",
};
