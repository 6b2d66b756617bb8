// Elementary science: with the question and its answers in one instruction, and on the hub.

import * as z from "zod";
import { onHub } from "./hub.js";
import { instructionColumns, instructionsIn } from "./instructions.js";
import { lettered, letteredChoices } from "./lettered.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const arcEasy: TaskRecipe = {
  name: "arc_easy",
  asks: "which of three to five answers to a question of science is right",
  releases: [
    filesNamed({
      name: "LLM-Adapters",
      files: { "train.json": instructionColumns, "test.json": instructionColumns },
      parts: {
        source: instructionsIn("train.json", [3, 5]),
        test: instructionsIn("test.json", [3, 5]),
      },
    }),
    onHub({
      id: "allenai/ai2_arc",
      config: "ARC-Easy",
      splits: { source: "train", validation: "validation", test: "test" },
      columns: z.object({
        question: z.string(),
        choices: letteredChoices,
        answerKey: z.string(),
      }),
      row: ({ question, choices, answerKey }) => ({ question, ...lettered(choices, answerKey) }),
    }),
  ],
  task: {
    kind: "choices",
    options: { question: "question", choices: "choices", answer: "answer", answerIs: "index" },
  },
  metric: "accuracy",
  source: "ARC (Clark et al. 2018), easy, in the instruction form of LLM-Adapters",
  licence: "CC BY-SA 4.0",
};
