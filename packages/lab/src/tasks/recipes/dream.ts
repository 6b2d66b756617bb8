// Multiple choice about dialogues: a list of [turns, questions, id].

import { jsonOf } from "./files.js";
import type { TaskRecipe } from "./task-recipe.js";

export const dream: TaskRecipe = {
  name: "dream",
  asks: "which of three answers to a question about a dialogue is right",
  files: ["train.json", "test.json"],
  parts: { source: questionsIn("train.json"), test: questionsIn("test.json") },
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

type Dialogue = readonly [readonly string[], readonly object[], string];

function questionsIn(file: string) {
  return (folder: string) =>
    jsonOf<readonly Dialogue[]>(folder, file).flatMap(([turns, questions, id]) =>
      questions.map((question) => ({ ...question, dialogue: turns.join("\n"), id })),
    );
}
