// A word in two contexts. In JSON lines labels are true and false, in one export the texts "true"
// and "false"; on the hub, as a subset of SuperGLUE, 0 and 1.

import * as z from "zod";
import { numbered, onHub, whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const wic: TaskRecipe = {
  name: "wic",
  paper: "SuperGLUE WiC",
  asks: "whether a word has the same sense in two sentences",
  releases: [
    filesNamed({
      name: "SuperGLUE",
      files: { "val.jsonl": ["word", "sentence1", "sentence2", "label", "idx"] },
      parts: { source: "val.jsonl" },
    }),
    onHub({
      id: "aps/super_glue",
      config: "wic",
      splits: { source: "train", test: "validation" },
      columns: z.object({
        word: z.string(),
        sentence1: z.string(),
        sentence2: z.string(),
        label: numbered("false", "true"),
        idx: whole,
      }),
      row: (row) => row,
    }),
  ],
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
