// Justice: claims of fair treatment and of desert. They were written together: several reasons why
// not to do as usual, and several things deserved for one reason.

import * as z from "zod";
import { classColumn, ethicsOnHub } from "./ethics.js";
import { filesNamed, made } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const columns = z.object({ label: classColumn, scenario: z.string() });
const names = Object.keys(columns.shape);

export const ethicsJustice: TaskRecipe = {
  name: "ethics_justice",
  paper: "ETHICS [Justice]",
  asks: "whether a justification is reasonable",
  releases: [
    filesNamed({
      name: "published",
      files: { "justice_train.csv": names, "justice_test.csv": names },
      parts: {
        source: made(["justice_train.csv"], columns, withPremise),
        test: made(["justice_test.csv"], columns, withPremise),
      },
    }),
    ethicsOnHub("justice", columns, withPremise),
  ],
  task: {
    kind: "table",
    options: { text: "scenario", label: "label" },
    binary: { group: "premise" },
  },
  metric: "accuracy",
  source: "ETHICS (Hendrycks et al. 2021), justice",
  licence: "MIT",
};

/** What scenarios that were written together share: the reason for a desert, or the beginning. */
function withPremise({ label, scenario }: z.output<typeof columns>) {
  const [, beginning = scenario, reason] = /^(.*?) (?:because|but) +(.*)$/s.exec(scenario) ?? [];
  const isDesert = /^I (deserve|am (entitled|justified))\b/.test(scenario);
  return { label, scenario, premise: (isDesert && reason) || beginning };
}
