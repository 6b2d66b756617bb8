// Statements of facts on six topics, by whether they are true; a statement's copies are one group.

import { csvRows } from "./files.js";
import type { TaskRecipe } from "./task-recipe.js";

export const trueFalse: TaskRecipe = {
  name: "true_false",
  asks: "whether a statement is true",
  files: [
    "animals_true_false.csv",
    "cities_true_false.csv",
    "companies_true_false.csv",
    "elements_true_false.csv",
    "facts_true_false.csv",
    "inventions_true_false.csv",
  ],
  parts: { source: statements },
  task: { kind: "table", options: { text: "statement", label: "label", facts: ["topic"] } },
  metric: "accuracy",
  source: "True-false data set (Azaria and Mitchell 2023)",
  licence: "MIT",
};

const topics = ["animals", "cities", "companies", "elements", "facts", "inventions"];

function statements(folder: string): object[] {
  return topics.flatMap((topic) =>
    csvRows(folder, `${topic}_true_false.csv`).map((row) => ({ ...row, topic })),
  );
}
