// Knowledge in 57 subjects, four choices: a file a subject, with a header and answers 0 to 3.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { csvRows } from "./files.js";
import type { TaskRecipe } from "./task-recipe.js";

export const mmlu: TaskRecipe = {
  name: "mmlu",
  asks: "which of four answers to a question of a school or profession is right",
  files: ["test/*_test.csv"],
  parts: { source: questions },
  task: {
    kind: "choices",
    options: {
      question: "question",
      choices: "choices",
      answer: "answer",
      answerIs: "index",
      facts: ["subject"],
    },
  },
  metric: "accuracy",
  source: "MMLU (Hendrycks et al. 2021), test, as exported with a header",
  licence: "MIT",
};

function questions(folder: string): object[] {
  const files = readdirSync(join(folder, "test")).sort();
  return files
    .filter((file) => file.endsWith("_test.csv"))
    .flatMap((file) =>
      csvRows(join(folder, "test"), file).map((row) => ({
        ...row,
        choices: [0, 1, 2, 3].map((k) => row[`choice${k}`]),
        subject: file.replace("_test.csv", ""),
      })),
    );
}
