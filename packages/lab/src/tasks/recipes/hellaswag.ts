// How a description goes on, of four endings.

import * as z from "zod";
import { onHub } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const columns = z.object({ ctx: z.string(), endings: z.array(z.string()), label: z.string() });
const names = Object.keys(columns.shape);

export const hellaswag: TaskRecipe = {
  name: "hellaswag",
  paper: "HellaSwag",
  asks: "which ending continues a description",
  releases: [
    filesNamed({
      name: "validation",
      files: { "val.jsonl.gz": names },
      parts: { source: "val.jsonl.gz" },
    }),
    onHub({
      id: "Rowan/hellaswag",
      splits: { source: "train", test: "validation" },
      columns,
    }),
  ],
  task: {
    kind: "choices",
    options: { question: "ctx", choices: "endings", answer: "label", answerIs: "index" },
  },
  metric: "accuracy",
  source: "HellaSwag (Zellers et al. 2019), validation",
  licence: "MIT",
};
