// Statements of facts on six topics, by whether they are true; a statement's copies are one group.

import { csvRows } from "./files.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const topics = ["animals", "cities", "companies", "elements", "facts", "inventions"];
const fileOf = (topic: string) => `${topic}_true_false.csv`;

export const trueFalse: TaskRecipe = {
  name: "true_false",
  asks: "whether a statement is true",
  releases: [
    filesNamed({
      name: "published",
      files: Object.fromEntries(topics.map((topic) => [fileOf(topic), ["statement", "label"]])),
      parts: { source: statements },
    }),
  ],
  task: { kind: "table", options: { text: "statement", label: "label", facts: ["topic"] } },
  metric: "accuracy",
  source: "True-false data set (Azaria and Mitchell 2023)",
  licence: "MIT",
};

async function* statements(folder: string): AsyncGenerator<object> {
  for (const topic of topics)
    for await (const row of csvRows(folder, fileOf(topic))) yield { ...row, topic };
}
