// Physical common sense: a goal and two ways to it; the answers lie in a file of their own.

import { jsonLines, linesOf } from "./files.js";
import type { TaskRecipe } from "./task-recipe.js";

export const piqa: TaskRecipe = {
  name: "piqa",
  asks: "which of two ways reaches a goal",
  files: ["valid.jsonl", "valid-labels.lst"],
  parts: { source: goals },
  task: {
    kind: "choices",
    options: { question: "goal", choices: ["sol1", "sol2"], answer: "answer" },
  },
  metric: "accuracy",
  source: "PIQA (Bisk et al. 2020), validation",
  licence: "AFL 3.0",
};

function goals(folder: string): object[] {
  const answers = linesOf(folder, "valid-labels.lst");
  return jsonLines<object>(folder, "valid.jsonl").map((goal, i) => ({
    ...goal,
    answer: Number(answers[i]),
  }));
}
