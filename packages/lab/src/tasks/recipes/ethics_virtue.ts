// Virtue: "scenario [SEP] trait", five traits a scenario, of which one fits; a scenario is one
// group. Four of five do not fit, so that balance drops three quarters of them.

import * as z from "zod";
import { classColumn, ethicsOnHub } from "./ethics.js";
import { filesNamed, made } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const columns = z.object({ label: classColumn, scenario: z.string() });
const names = Object.keys(columns.shape);

export const ethicsVirtue: TaskRecipe = {
  name: "ethics_virtue",
  paper: "ETHICS [Virtue]",
  asks: "whether a character trait fits what a person does",
  releases: [
    filesNamed({
      name: "published",
      files: { "virtue_train.csv": names, "virtue_test.csv": names },
      parts: {
        source: made(["virtue_train.csv"], columns, parted),
        test: made(["virtue_test.csv"], columns, parted),
      },
    }),
    ethicsOnHub("virtue", columns, parted),
  ],
  task: {
    kind: "table",
    options: { text: "{scenario}\n{trait}", label: "label", group: "scenario" },
    // A scenario keeps its fitting trait, and one that does not fit.
    binary: { evenWithin: "scenario" },
  },
  metric: "accuracy",
  source: "ETHICS (Hendrycks et al. 2021), virtue",
  licence: "MIT",
};

function parted({ label, scenario }: z.output<typeof columns>) {
  const [before = "", trait = ""] = scenario.split(/ ?\[SEP\] ?/);
  return { label, scenario: before, trait };
}
