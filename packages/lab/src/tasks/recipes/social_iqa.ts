// Common sense about people: with the question and its answers in one instruction; on the hub with
// what happened in a column of its own, which goes before the question.

import * as z from "zod";
import { onHub } from "./hub.js";
import { instructionColumns, instructionsIn } from "./instructions.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const socialIqa: TaskRecipe = {
  name: "social_iqa",
  paper: "Social IQa",
  asks: "which of three answers to a question about people is right",
  releases: [
    filesNamed({
      name: "LLM-Adapters",
      files: { "test.json": instructionColumns },
      parts: { source: (folder) => instructionsIn("test.json", [3, 3])(folder).map(withContext) },
    }),
    onHub({
      id: "allenai/social_i_qa",
      splits: { source: "train", test: "validation" },
      columns: z.object({
        context: z.string(),
        question: z.string(),
        answerA: z.string(),
        answerB: z.string(),
        answerC: z.string(),
        label: z.string(),
      }),
      row: ({ context, question, answerA, answerB, answerC, label }) => ({
        context,
        question: `${context} ${question}`,
        choices: [answerA, answerB, answerC],
        answer: Number(label) - 1,
      }),
    }),
  ],
  task: {
    kind: "choices",
    options: { question: "question", choices: "choices", answer: "answer", answerIs: "index" },
    binary: { group: "context" },
  },
  metric: "accuracy",
  source: "Social IQa (Sap et al. 2019), dev, in the instruction form of LLM-Adapters",
  licence: "CC BY 4.0",
};

/** What happened stands before the question, which is the last sentence. */
function withContext<R extends { readonly question: string }>(row: R) {
  return { ...row, context: row.question.replace(/\s+[^.!?]*\?\s*$/, "") };
}
