// Temporal common sense; the files have no header. A question has several answers, of which several
// may be plausible.

import * as z from "zod";
import { numbered, onHub } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const categories = [
  "Event Duration",
  "Event Ordering",
  "Frequency",
  "Typical Time",
  "Stationarity",
];

export const mctaco: TaskRecipe = {
  name: "mctaco",
  paper: "MCTACO",
  asks: "whether an answer about time is plausible",
  releases: [
    filesNamed({
      name: "published",
      files: { "dev_3783.tsv": 5, "test_9442.tsv": 5 },
      parts: { source: "dev_3783.tsv", test: "test_9442.tsv" },
    }),
    onHub({
      id: "CogComp/mc_taco",
      splits: { source: "validation", test: "test" },
      columns: z.object({
        sentence: z.string(),
        question: z.string(),
        answer: z.string(),
        label: numbered("no", "yes"),
        category: numbered(...categories),
      }),
      row: (row) => row,
    }),
  ],
  task: {
    kind: "table",
    options: {
      header: ["sentence", "question", "answer", "label", "category"],
      text: "{sentence}\n{question}\n{answer}",
      label: "label",
      labels: { no: 0, yes: 1 },
      group: "sentence",
      facts: ["category"],
    },
    binary: { evenWithin: "{sentence}\n{question}" },
  },
  metric: "accuracy",
  source: "MC-TACO (Zhou et al. 2019)",
  licence: "none stated",
};
