// Reading comprehension where several answers may be right, in the shape of ERASER: passages in
// files of their own, and "question || answer".

import { jsonLines, textOf } from "./files.js";
import type { TaskRecipe } from "./task-recipe.js";

export const multirc: TaskRecipe = {
  name: "multirc",
  asks: "whether an answer to a question about a passage is right",
  files: ["val.jsonl", "docs"],
  parts: { source: answers },
  task: {
    kind: "table",
    options: {
      text: "{passage}\n{query}",
      label: "classification",
      labels: { False: 0, True: 1 },
      group: "document",
      id: "annotation_id",
    },
  },
  metric: "accuracy",
  source: "MultiRC (Khashabi et al. 2018), as in ERASER (DeYoung et al. 2020), validation",
  licence: "research",
};

interface Answer {
  readonly annotation_id: string;
  readonly query: string;
}

function answers(folder: string): object[] {
  return jsonLines<Answer>(folder, "val.jsonl").map((answer) => {
    const document = answer.annotation_id.replace(/:\d+:\d+$/, "");
    return { ...answer, document, passage: textOf(folder, `docs/${document}`) };
  });
}
