// "The Spanish word 'uno' means 'one'.": a word's two statements are one group.

import { csvRows } from "./files.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const spanishWords: TaskRecipe = {
  name: "sp_en_trans",
  asks: "whether a statement of a Spanish word's meaning is true",
  releases: [
    filesNamed({
      name: "published",
      files: { "sp_en_trans.csv": ["statement", "label"] },
      parts: { source: statements },
    }),
  ],
  task: { kind: "table", options: { text: "statement", label: "label", group: "word" } },
  metric: "accuracy",
  source: "Geometry of Truth (Marks and Tegmark 2023), Spanish words",
  licence: "none stated",
};

async function* statements(folder: string): AsyncGenerator<object> {
  for await (const row of csvRows(folder, "sp_en_trans.csv"))
    yield { ...row, word: /'([^']*)'/.exec(row.statement ?? "")?.[1] ?? row.statement };
}
