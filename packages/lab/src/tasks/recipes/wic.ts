// A word in two contexts; labels are the texts "true" and "false".

import type { TaskRecipe } from "./task-recipe.js";

export const wic: TaskRecipe = {
  name: "wic",
  asks: "whether a word has the same sense in two sentences",
  files: ["val.jsonl"],
  parts: { source: "val.jsonl" },
  task: {
    kind: "table",
    options: {
      text: "{word}\n{sentence1}\n{sentence2}",
      label: "label",
      labels: { false: 0, true: 1 },
      group: "word",
      id: "idx",
    },
  },
  metric: "accuracy",
  source: "WiC (Pilehvar and Camacho-Collados 2019), validation",
  licence: "CC BY-NC 4.0",
};
