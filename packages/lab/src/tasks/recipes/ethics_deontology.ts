// Deontology: a request or role and an excuse or duty.

import * as z from "zod";
import { ethicsOnHub } from "./ethics.js";
import { whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const columns = z.object({ label: whole, scenario: z.string(), excuse: z.string() });
const names = Object.keys(columns.shape);

export const ethicsDeontology: TaskRecipe = {
  name: "ethics_deontology",
  paper: "ETHICS [Deontology]",
  asks: "whether an excuse or a duty is reasonable",
  releases: [
    filesNamed({
      name: "published",
      files: { "deontology_train.csv": names, "deontology_test.csv": names },
      parts: { source: "deontology_train.csv", test: "deontology_test.csv" },
    }),
    ethicsOnHub("deontology", columns),
  ],
  task: {
    kind: "table",
    options: { text: "{scenario} {excuse}", label: "label", group: "scenario" },
  },
  metric: "accuracy",
  source: "ETHICS (Hendrycks et al. 2021), deontology",
  licence: "MIT",
};
