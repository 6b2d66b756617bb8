// Qualitative relations: a sentence of background, and a question of two choices about it. One
// background has many questions, and is one group.

import * as z from "zod";
import { jsonLines } from "./files.js";
import { onHub } from "./hub.js";
import { lettered, letteredChoices } from "./lettered.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const published = z.looseObject({
  id: z.string(),
  para: z.string(),
  para_id: z.string(),
  question: z.looseObject({
    stem: z.string(),
    choices: z.array(z.looseObject({ text: z.string(), label: z.string() })),
  }),
  answerKey: z.string(),
});
const names = Object.keys(published.shape);

export const quartz: TaskRecipe = {
  name: "quartz",
  paper: "QuaRTz",
  asks: "which of two answers follows from a sentence of background",
  releases: [
    filesNamed({
      name: "published",
      files: { "train.jsonl": names, "dev.jsonl": names, "test.jsonl": names },
      parts: {
        source: questionsIn("train.jsonl"),
        validation: questionsIn("dev.jsonl"),
        test: questionsIn("test.jsonl"),
      },
    }),
    onHub({
      id: "allenai/quartz",
      splits: { source: "train", validation: "validation", test: "test" },
      columns: z.object({
        id: z.string(),
        para: z.string(),
        para_id: z.string(),
        question: z.string(),
        choices: letteredChoices,
        answerKey: z.string(),
      }),
      row: ({ choices, answerKey, ...row }) => ({ ...row, ...lettered(choices, answerKey) }),
    }),
  ],
  task: {
    kind: "choices",
    options: {
      question: "{para}\n{question}",
      choices: "choices",
      answer: "answer",
      answerIs: "index",
      group: "para_id",
      id: "id",
    },
  },
  metric: "accuracy",
  source: "QuaRTz (Tafjord et al. 2019)",
  licence: "CC BY 4.0",
};

function questionsIn(file: string) {
  return (folder: string) =>
    jsonLines(folder, file, published).map(({ id, para, para_id, question, answerKey }) => {
      const text = question.choices.map((choice) => choice.text);
      const label = question.choices.map((choice) => choice.label);
      return {
        id,
        para,
        para_id,
        question: question.stem,
        ...lettered({ text, label }, answerKey),
      };
    });
}
