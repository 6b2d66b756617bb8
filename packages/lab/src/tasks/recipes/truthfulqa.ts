// Questions that people answer falsely, each with its best answer and false ones.

import { csvRows } from "./files.js";
import type { TaskRecipe } from "./task-recipe.js";

export const truthfulqa: TaskRecipe = {
  name: "truthfulqa",
  asks: "which answer to a question is true",
  files: ["TruthfulQA.csv"],
  parts: { source: questions },
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
function questions(folder: string): object[] {
  return csvRows(folder, "TruthfulQA.csv").map((row) => {
    const wrong = row["Incorrect Answers"]!.split(";").map((text) => text.trim());
    const choices = [row["Best Answer"]!.trim(), ...wrong.filter((text) => text !== "")];
    return { ...row, choices, answer: 0 };
  });
}
