// Solutions of arithmetic problems by four models, and whether each is right: verification.

import { check } from "@w2s/base";
import * as z from "zod";
import { jsonLines } from "./files.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const FILE = "example_model_solutions.jsonl";
const solvers = ["6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"];

export const gsm8kSolutions: TaskRecipe = {
  name: "gsm8k_solutions",
  asks: "whether a model's solution of a problem is right",
  releases: [
    filesNamed({
      name: "published",
      files: { [FILE]: ["question", ...solvers] },
      parts: { source: solutions },
    }),
  ],
  task: {
    kind: "table",
    options: {
      text: "{question}\n{solution}",
      label: "is_correct",
      group: "question",
      facts: ["solver"],
    },
  },
  metric: "accuracy",
  source: "GSM8K (Cobbe et al. 2021), example model solutions",
  licence: "MIT",
};

const solved = z.object({ question: z.string() }).catchall(z.unknown());
const solution = z.looseObject({ solution: z.string(), is_correct: z.boolean() });

function solutions(folder: string): object[] {
  return jsonLines(folder, FILE, solved).flatMap((row, at) =>
    solvers.map((solver) => ({
      ...check(`${FILE}:${at + 1}: ${solver}`, row[solver], solution),
      question: row.question,
      solver,
    })),
  );
}
