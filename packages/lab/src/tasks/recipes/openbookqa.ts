// Elementary science, four choices, which one column holds as "(A) ... (B) ..."; on the hub as
// texts and labels.

import * as z from "zod";
import { linesOf } from "./files.js";
import { onHub } from "./hub.js";
import { lettered, letteredChoices } from "./lettered.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const LETTERS = ["A", "B", "C", "D"];
const names = ["ID", "Question Stem", "Choices", "Answer Key"];

export const openbookqa: TaskRecipe = {
  name: "openbookqa",
  paper: "OpenBookQA",
  asks: "which of four answers to a question of science is right",
  releases: [
    filesNamed({
      name: "published",
      files: { "train.tsv": names, "dev.tsv": names, "test.tsv": names },
      parts: {
        source: questionsIn("train.tsv"),
        validation: questionsIn("dev.tsv"),
        test: questionsIn("test.tsv"),
      },
    }),
    onHub({
      id: "allenai/openbookqa",
      config: "main",
      splits: { source: "train", validation: "validation", test: "test" },
      columns: z.object({
        id: z.string(),
        question_stem: z.string(),
        choices: letteredChoices,
        answerKey: z.string(),
      }),
      row: ({ id, question_stem, choices, answerKey }) => ({
        id,
        stem: question_stem,
        ...lettered(choices, answerKey),
      }),
    }),
  ],
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
        const [id, stem, choices = "", , key = ""] = line.split("\t");
        const texts = choices.split(/\([A-D]\)/).slice(1);
        return {
          id,
          stem,
          choices: texts.map((text) => text.trim()),
          answer: LETTERS.indexOf(key),
        };
      });
}
