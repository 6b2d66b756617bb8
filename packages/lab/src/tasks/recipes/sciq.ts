// Science exams: a right answer and three distractors. The passage that supports it (`support`, of
// some questions) is not shown, as in the authors' released code.

import * as z from "zod";
import { onHub } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const columns = z.object({
  question: z.string(),
  distractor1: z.string(),
  distractor2: z.string(),
  distractor3: z.string(),
  correct_answer: z.string(),
});
const names = Object.keys(columns.shape);

export const sciq: TaskRecipe = {
  name: "sciq",
  paper: "SciQ",
  asks: "which of four answers to a question of a science exam is right",
  releases: [
    filesNamed({
      name: "published",
      files: { "train.json": names, "valid.json": names, "test.json": names },
      parts: { source: "train.json", validation: "valid.json", test: "test.json" },
    }),
    onHub({
      id: "allenai/sciq",
      splits: { source: "train", validation: "validation", test: "test" },
      columns,
    }),
  ],
  task: {
    kind: "choices",
    options: {
      question: "question",
      choices: ["correct_answer", "distractor1", "distractor2", "distractor3"],
      answer: "correct_answer",
      answerIs: "text",
    },
  },
  metric: "accuracy",
  source: "SciQ (Welbl et al. 2017)",
  licence: "CC BY-NC 3.0",
};
