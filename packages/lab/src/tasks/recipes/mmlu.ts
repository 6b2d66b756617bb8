// Knowledge in 57 subjects, four choices: a file a subject, as first released without a header and
// with the answer's letter, or with a header and answers 0 to 3; on the hub all subjects in one.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { csvRows } from "./files.js";
import { onHub, whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const LETTERS = ["A", "B", "C", "D"];

export const mmlu: TaskRecipe = {
  name: "mmlu",
  asks: "which of four answers to a question of a school or profession is right",
  releases: [
    filesNamed({
      name: "with header",
      files: {
        "test/*_test.csv": ["question", "choice0", "choice1", "choice2", "choice3", "answer"],
      },
      parts: { source: questions },
    }),
    filesNamed({
      name: "published",
      files: { "test/*_test.csv": 6 },
      parts: { source: lettered },
    }),
    onHub({
      id: "cais/mmlu",
      config: "all",
      splits: { source: "test" },
      columns: z.object({
        question: z.string(),
        subject: z.string(),
        choices: z.array(z.string()),
        answer: whole,
      }),
    }),
  ],
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

/** Every subject's rows, with or without a header, as `made` makes them of the columns. */
async function* subjects(
  folder: string,
  header: boolean,
  made: (row: Readonly<Record<string, string>>) => object,
): AsyncGenerator<object> {
  const files = readdirSync(join(folder, "test")).sort();
  for (const file of files.filter((name) => name.endsWith("_test.csv"))) {
    const subject = file.replace("_test.csv", "");
    for await (const row of csvRows(folder, `test/${file}`, { header }))
      yield { ...made(row), subject };
  }
}

function questions(folder: string): AsyncGenerator<object> {
  return subjects(folder, true, (row) => ({
    ...row,
    choices: [0, 1, 2, 3].map((k) => row[`choice${k}`]),
  }));
}

function lettered(folder: string): AsyncGenerator<object> {
  return subjects(folder, false, (row) => ({
    question: row[0],
    choices: [1, 2, 3, 4].map((k) => row[k]),
    answer: LETTERS.indexOf(row[5] ?? ""),
  }));
}
