// Answers to TruthfulQA's questions, of people and of models, and whether each is true: what a
// judge of truth is trained on ("Q: ...", "A: ...", "True:", and " yes" or " no").

import * as z from "zod";
import { jsonLines } from "./files.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const FILE = "finetune_truth.jsonl";
const columns = z.object({ prompt: z.string(), completion: z.string() });

export const truthfulqaAnswers: TaskRecipe = {
  name: "truthfulqa_answers",
  asks: "whether an answer to a question is true",
  releases: [
    filesNamed({
      name: "published",
      files: { [FILE]: Object.keys(columns.shape) },
      parts: { source: answers },
    }),
  ],
  task: {
    kind: "table",
    options: {
      text: "{question}\n{answer}",
      label: "true",
      labels: { no: 0, yes: 1 },
      group: "question",
    },
  },
  metric: "accuracy",
  source: "TruthfulQA (Lin et al. 2022), the judge's training set",
  licence: "Apache-2.0",
};

function answers(folder: string): object[] {
  return jsonLines(folder, FILE, columns).map(({ prompt, completion }) => {
    const [, question, answer] = /^Q: (.*?)\nA: (.*)\nTrue:$/s.exec(prompt) ?? [];
    return { question, answer, true: completion.trim() };
  });
}
