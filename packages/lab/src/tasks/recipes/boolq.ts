// Questions of yes or no about a passage. In JSON lines labels are true and false, in one export
// the texts "true" and "false"; on the hub the label is called the answer.

import * as z from "zod";
import { onHub } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const boolq: TaskRecipe = {
  name: "boolq",
  paper: "BoolQ",
  asks: "whether the answer to a question about a passage is yes",
  releases: [
    filesNamed({
      name: "SuperGLUE",
      files: { "val.jsonl": ["passage", "question", "label"] },
      parts: { source: "val.jsonl" },
    }),
    onHub({
      id: "google/boolq",
      splits: { source: "train", test: "validation" },
      columns: z.object({ passage: z.string(), question: z.string(), answer: z.boolean() }),
      row: ({ passage, question, answer }) => ({ passage, question, label: answer }),
    }),
  ],
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
