// "The city of X is in Y.": a false statement has another country; a city's two are one group.

import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const citiesStatements: TaskRecipe = {
  name: "cities",
  asks: "whether a statement of a city's country is true",
  releases: [
    filesNamed({
      name: "published",
      files: { "cities.csv": ["statement", "label", "city"] },
      parts: { source: "cities.csv" },
    }),
  ],
  task: { kind: "table", options: { text: "statement", label: "label", group: "city" } },
  metric: "accuracy",
  source: "Geometry of Truth (Marks and Tegmark 2023), cities",
  licence: "none stated",
};
