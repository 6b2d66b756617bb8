// Multiple choice about dialogues: a list of [turns, questions, id]; on the hub a row a question.

import * as z from "zod";
import { jsonOf } from "./files.js";
import { onHub } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const dream: TaskRecipe = {
  name: "dream",
  paper: "DREAM",
  asks: "which of three answers to a question about a dialogue is right",
  releases: [
    filesNamed({
      name: "published",
      files: { "train.json": null, "test.json": null },
      parts: { source: questionsIn("train.json"), test: questionsIn("test.json") },
    }),
    onHub({
      id: "dataset-org/dream",
      splits: { source: "train", test: "test" },
      columns: z.object({
        dialogue_id: z.string(),
        dialogue: z.array(z.string()),
        question: z.string(),
        choice: z.array(z.string()),
        answer: z.string(),
      }),
      row: ({ dialogue_id, dialogue, question, choice, answer }) => ({
        question,
        choice,
        answer,
        dialogue: dialogue.join("\n"),
        id: dialogue_id,
      }),
    }),
  ],
  task: {
    kind: "choices",
    options: {
      question: "{dialogue}\n{question}",
      choices: "choice",
      answer: "answer",
      group: "id",
    },
  },
  metric: "accuracy",
  source: "DREAM (Sun et al. 2019)",
  licence: "non-commercial research",
};

const dialogues = z.array(
  z.tuple([
    z.array(z.string()),
    z.array(
      z.looseObject({ question: z.string(), choice: z.array(z.string()), answer: z.string() }),
    ),
    z.string(),
  ]),
);

function questionsIn(file: string) {
  return (folder: string) =>
    jsonOf(folder, file, dialogues).flatMap(([turns, questions, id]) =>
      questions.map((question) => ({ ...question, dialogue: turns.join("\n"), id })),
    );
}
