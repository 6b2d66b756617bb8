// Sentiment of sentences from film reviews; the files have no header. On the hub as a subset of
// GLUE: also phrases of those sentences, and a test without labels.

import * as z from "zod";
import { onHub, whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const sst2: TaskRecipe = {
  name: "sst2",
  paper: "GLUE SST-2",
  asks: "whether a sentence of a film review is positive",
  releases: [
    filesNamed({
      name: "sentences",
      files: { "train.tsv": 2, "dev.tsv": 2, "test.tsv": 2 },
      parts: { source: "train.tsv", validation: "dev.tsv", test: "test.tsv" },
    }),
    onHub({
      id: "nyu-mll/glue",
      config: "sst2",
      splits: { source: "train", test: "validation" },
      columns: z.object({ sentence: z.string(), label: whole }),
    }),
  ],
  task: {
    kind: "table",
    options: { header: ["sentence", "label"], text: "sentence", label: "label" },
  },
  metric: "accuracy",
  source: "Stanford Sentiment Treebank (Socher et al. 2013), binary, sentence level",
  licence: "none stated; research use",
};
