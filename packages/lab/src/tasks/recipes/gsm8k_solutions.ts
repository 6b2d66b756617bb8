// Solutions of arithmetic problems by four models, and whether each is right: verification.

import { jsonLines } from "./files.js";
import type { TaskRecipe } from "./task-recipe.js";

export const gsm8kSolutions: TaskRecipe = {
  name: "gsm8k_solutions",
  asks: "whether a model's solution of a problem is right",
  files: ["example_model_solutions.jsonl"],
  parts: { source: solutions },
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

const solvers = ["6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"];

type Solved = { readonly question: string } & Readonly<Record<string, object>>;

function solutions(folder: string): object[] {
  return jsonLines<Solved>(folder, "example_model_solutions.jsonl").flatMap((row) =>
    solvers.map((solver) => ({ ...row[solver], question: row.question, solver })),
  );
}
