// Knowledge in 57 subjects, four choices: a file a subject, as first released without a header and
// with the answer's letter, or with a header and answers 0 to 3; on the hub all subjects in one.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import * as z from "zod";
import { csvRows, textOf } from "./files.js";
import { onHub, whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const LETTERS = "ABCD";

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

/** Every subject's rows, made by `rowsOf` of the folder `test` and a file in it. */
function subjects(folder: string, rowsOf: (inside: string, file: string) => object[]): object[] {
  const inside = join(folder, "test");
  const files = readdirSync(inside).sort();
  return files
    .filter((file) => file.endsWith("_test.csv"))
    .flatMap((file) =>
      rowsOf(inside, file).map((row) => ({ ...row, subject: file.replace("_test.csv", "") })),
    );
}

function questions(folder: string): object[] {
  return subjects(folder, (inside, file) =>
    csvRows(inside, file).map((row) => ({
      ...row,
      choices: [0, 1, 2, 3].map((k) => row[`choice${k}`]),
    })),
  );
}

function lettered(folder: string): object[] {
  return subjects(folder, (inside, file) => {
    const rows: string[][] = parse(textOf(inside, file), { skip_empty_lines: true });
    return rows.map(([question, ...rest]) => ({
      question,
      choices: rest.slice(0, 4),
      answer: LETTERS.indexOf(rest[4] ?? "?"),
    }));
  });
}
