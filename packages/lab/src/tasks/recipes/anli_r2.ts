// Natural language inference, adversarial, second round: the dev set as released with the ANLIzing
// annotations, where several models' predictions stand in further columns; all of it on the hub.

import * as z from "zod";
import { numbered, onHub } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

export const anliR2: TaskRecipe = {
  name: "anli_r2",
  paper: "FLAN ANLI R2",
  asks: "whether a statement follows from its context, may be, or contradicts it",
  releases: [
    filesNamed({
      name: "ANLIzing",
      files: { "ANLI_analysis_r2_dev.csv": ["context", "statement", "gold_label", "uid"] },
      parts: { source: "ANLI_analysis_r2_dev.csv" },
    }),
    onHub({
      id: "facebook/anli",
      config: "plain_text",
      splits: { source: "train_r2", validation: "dev_r2", test: "test_r2" },
      columns: z.object({
        uid: z.string(),
        premise: z.string(),
        hypothesis: z.string(),
        label: numbered("e", "n", "c"),
      }),
      row: ({ uid, premise, hypothesis, label }) => ({
        uid,
        context: premise,
        statement: hypothesis,
        gold_label: label,
      }),
    }),
  ],
  task: {
    kind: "table",
    options: {
      text: "{context}\n{statement}",
      label: "gold_label",
      labels: { e: 0, n: 1, c: 2 },
      group: "context",
      id: "uid",
    },
    // Neutral joins contradiction. Source: Burns et al. 2023, appendix A.
    binary: { labels: { e: 1, n: 0, c: 0 } },
  },
  metric: "accuracy",
  source: "ANLI (Nie et al. 2020), round 2, dev; ANLIzing (Williams et al. 2022)",
  licence: "CC BY-NC 4.0",
};
