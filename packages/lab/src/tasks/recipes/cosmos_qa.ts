// Reading between the lines of people's own stories, four choices, one of which is often "none of
// the above". Test has no labels.

import * as z from "zod";
import { onHub, whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const columns = z.object({
  id: z.string(),
  context: z.string(),
  question: z.string(),
  answer0: z.string(),
  answer1: z.string(),
  answer2: z.string(),
  answer3: z.string(),
  label: whole,
});
const names = Object.keys(columns.shape);

export const cosmosQa: TaskRecipe = {
  name: "cosmos_qa",
  paper: "CosmosQA",
  asks: "which of four answers to a question about a story is right",
  releases: [
    filesNamed({
      name: "published",
      files: { "train.csv": names, "valid.csv": names },
      parts: { source: "train.csv", test: "valid.csv" },
    }),
    onHub({
      id: "allenai/cosmos_qa",
      splits: { source: "train", test: "validation" },
      columns,
    }),
  ],
  task: {
    kind: "choices",
    options: {
      question: "{context}\n{question}",
      choices: ["answer0", "answer1", "answer2", "answer3"],
      answer: "label",
      answerIs: "index",
      group: "context",
      id: "id",
    },
  },
  metric: "accuracy",
  source: "CosmosQA (Huang et al. 2019)",
  licence: "CC BY 4.0",
};
