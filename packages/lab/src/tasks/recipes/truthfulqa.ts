// Questions that people answer falsely, each with its best answer and false ones.

import * as z from "zod";
import { csvRows } from "./files.js";
import { onHub } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const truthfulqa: TaskRecipe = {
  name: "truthfulqa",
  asks: "which answer to a question is true",
  releases: [
    filesNamed({
      name: "published",
      files: {
        "TruthfulQA.csv": ["Category", "Question", "Best Answer", "Incorrect Answers"],
      },
      parts: { source: questions },
    }),
    onHub({
      id: "truthfulqa/truthful_qa",
      config: "generation",
      splits: { source: "validation" },
      columns: z.object({
        category: z.string(),
        question: z.string(),
        best_answer: z.string(),
        incorrect_answers: z.array(z.string()),
      }),
      row: ({ category, question, best_answer, incorrect_answers }) => ({
        Question: question,
        Category: category,
        choices: [best_answer, ...incorrect_answers].map((text) => text.trim()),
        answer: 0,
      }),
    }),
  ],
  task: {
    kind: "choices",
    options: {
      question: "Question",
      choices: "choices",
      answer: "answer",
      answerIs: "index",
      facts: ["Category"],
    },
  },
  metric: "accuracy",
  source: "TruthfulQA (Lin et al. 2022)",
  licence: "Apache-2.0",
};

/** The best answer first, then the false ones, which a semicolon parts. */
async function* questions(folder: string): AsyncGenerator<object> {
  for await (const row of csvRows(folder, "TruthfulQA.csv")) {
    const wrong = row["Incorrect Answers"]!.split(";").map((text) => text.trim());
    const choices = [row["Best Answer"]!.trim(), ...wrong.filter((text) => text !== "")];
    yield { ...row, choices, answer: 0 };
  }
}
