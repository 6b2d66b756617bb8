// Elementary science, four choices, which one column holds as "(A) ... (B) ...".

import { linesOf } from "./files.js";
import type { TaskRecipe } from "./task-recipe.js";

export const openbookqa: TaskRecipe = {
  name: "openbookqa",
  asks: "which of four answers to a question of science is right",
  files: ["train.tsv", "dev.tsv", "test.tsv"],
  parts: {
    source: questionsIn("train.tsv"),
    validation: questionsIn("dev.tsv"),
    test: questionsIn("test.tsv"),
  },
  task: {
    kind: "choices",
    options: {
      question: "stem",
      choices: "choices",
      answer: "answer",
      answerIs: "index",
      id: "id",
    },
  },
  metric: "accuracy",
  source: "OpenBookQA (Mihaylov et al. 2018), main part",
  licence: "Apache-2.0",
};

function questionsIn(file: string) {
  return (folder: string) =>
    linesOf(folder, file)
      .slice(1)
      .map((line) => {
        const [id, stem, choices, , key] = line.split("\t");
        const texts = choices!.split(/\([A-D]\)/).slice(1);
        return {
          id,
          stem,
          choices: texts.map((text) => text.trim()),
          answer: "ABCD".indexOf(key!),
        };
      });
}
