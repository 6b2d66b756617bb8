// Reading comprehension over four domains, questions by what they ask of a reader.

import * as z from "zod";
import { onHub, whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const columns = z.object({
  context_id: z.string(),
  domain: z.string(),
  context: z.string(),
  question: z.string(),
  question_type: z.string(),
  answers: z.array(z.string()),
  correct_answer_id: whole,
});
const names = Object.keys(columns.shape);

export const quail: TaskRecipe = {
  name: "quail",
  paper: "QuAIL",
  asks: "which of four answers to a question about a text is right",
  releases: [
    filesNamed({
      name: "published",
      files: { "dev.jsonl.gz": names, "challenge.jsonl": names },
      parts: { source: "dev.jsonl.gz", test: "challenge.jsonl" },
    }),
    onHub({
      id: "textmachinelab/quail",
      config: "quail",
      splits: { source: "train", test: "validation" },
      columns,
    }),
  ],
  task: {
    kind: "choices",
    options: {
      question: "{context}\n{question}",
      choices: "answers",
      answer: "correct_answer_id",
      answerIs: "index",
      group: "context_id",
      facts: ["question_type", "domain"],
    },
  },
  metric: "accuracy",
  source: "QuAIL (Rogers et al. 2020), dev and challenge",
  licence: "CC BY-NC-SA 4.0",
};
