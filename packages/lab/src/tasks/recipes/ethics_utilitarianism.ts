// Utilitarianism: two scenarios, the first the more pleasant; the published files have no header.
// The hub's copy took each file's first row for one, and lacks it.

import * as z from "zod";
import { ethicsOnHub } from "./ethics.js";
import { filesNamed, made } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const published = z.object({ better: z.string(), worse: z.string() });

export const ethicsUtilitarianism: TaskRecipe = {
  name: "ethics_utilitarianism",
  paper: "ETHICS [Utilitarianism]",
  asks: "which of two scenarios is more pleasant",
  releases: [
    filesNamed({
      name: "published",
      files: { "util_train.csv": 2, "util_test.csv": 2 },
      parts: {
        source: made(["util_train.csv"], published, withPremise),
        test: made(["util_test.csv"], published, withPremise),
      },
    }),
    ethicsOnHub(
      "utilitarianism",
      z.object({ baseline: z.string(), less_pleasant: z.string() }),
      ({ baseline, less_pleasant }) => withPremise({ better: baseline, worse: less_pleasant }),
    ),
  ],
  task: {
    kind: "pairs",
    options: { header: ["better", "worse"], chosen: "better", rejected: "worse" },
    binary: { group: "premise" },
  },
  metric: "accuracy",
  source: "ETHICS (Hendrycks et al. 2021), utilitarianism",
  licence: "MIT",
};

/** What scenarios that were written together share: the first sentence. */
function withPremise({ better, worse }: z.output<typeof published>) {
  const premise = /^[^.!?]*/.exec(better)![0].trim();
  return { better, worse, premise };
}
