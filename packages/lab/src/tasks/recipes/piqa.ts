// Physical common sense: a goal and two ways to it; the answers lie in a file of their own, on the
// hub in a column.

import * as z from "zod";
import { wholeNumber } from "../label.js";
import { jsonLines, linesBeside } from "./files.js";
import { onHub, whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const goal = z.looseObject({ goal: z.string(), sol1: z.string(), sol2: z.string() });

export const piqa: TaskRecipe = {
  name: "piqa",
  paper: "PIQA",
  asks: "which of two ways reaches a goal",
  releases: [
    filesNamed({
      name: "published",
      files: { "valid.jsonl": Object.keys(goal.shape), "valid-labels.lst": null },
      parts: { source: goals },
    }),
    onHub({
      id: "ybisk/piqa",
      splits: { source: "train", test: "validation" },
      columns: z.object({ goal: z.string(), sol1: z.string(), sol2: z.string(), label: whole }),
      row: ({ label, ...texts }) => ({ ...texts, answer: label }),
    }),
  ],
  task: {
    kind: "choices",
    options: { question: "goal", choices: ["sol1", "sol2"], answer: "answer" },
  },
  metric: "accuracy",
  source: "PIQA (Bisk et al. 2020), validation",
  licence: "AFL 3.0",
};

function goals(folder: string): object[] {
  const of = "valid.jsonl";
  const rows = jsonLines(folder, of, goal);
  const answers = linesBeside(folder, "valid-labels.lst", { of, count: rows.length });
  return rows.map((row, i) => ({ ...row, answer: wholeNumber(answers[i]) }));
}
