// Linguistic acceptability, public part; the files have no header, and their third column is the
// original mark. On the hub as a subset of GLUE, whose test has no labels.

import * as z from "zod";
import { onHub, whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const cola: TaskRecipe = {
  name: "cola",
  paper: "GLUE CoLA",
  asks: "whether a sentence is acceptable English",
  releases: [
    filesNamed({
      name: "published",
      files: { "in_domain_train.tsv": 4, "out_of_domain_dev.tsv": 4 },
      parts: { source: "in_domain_train.tsv", test: "out_of_domain_dev.tsv" },
    }),
    onHub({
      id: "nyu-mll/glue",
      config: "cola",
      splits: { source: "train", test: "validation" },
      columns: z.object({ sentence: z.string(), label: whole }),
    }),
  ],
  task: {
    kind: "table",
    options: { header: ["source", "label", "mark", "sentence"], text: "sentence", label: "label" },
  },
  metric: "auroc",
  source: "CoLA (Warstadt et al. 2018), public part",
  licence: "none stated; sentences from publications, for research",
};
