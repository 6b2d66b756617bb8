// Reading comprehension where several answers may be right: in the shape of ERASER, passages in
// files of their own and "question || answer"; on the hub as a subset of SuperGLUE.

import * as z from "zod";
import { jsonLines, textOf } from "./files.js";
import { numbered, onHub, whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const columns = z.looseObject({
  annotation_id: z.string(),
  query: z.string(),
  classification: z.string(),
});

export const multirc: TaskRecipe = {
  name: "multirc",
  paper: "SuperGLUE MultiRC",
  asks: "whether an answer to a question about a passage is right",
  releases: [
    filesNamed({
      name: "ERASER",
      files: { "val.jsonl": Object.keys(columns.shape), docs: null },
      parts: { source: answers },
    }),
    onHub({
      id: "aps/super_glue",
      config: "multirc",
      splits: { source: "train", test: "validation" },
      columns: z.object({
        paragraph: z.string(),
        question: z.string(),
        answer: z.string(),
        idx: z.object({ paragraph: whole, question: whole, answer: whole }),
        label: numbered("False", "True"),
      }),
      row: ({ paragraph, question, answer, idx, label }) => ({
        annotation_id: `${idx.paragraph}:${idx.question}:${idx.answer}`,
        question: `${idx.paragraph}:${idx.question}`,
        document: String(idx.paragraph),
        passage: paragraph,
        query: `${question} || ${answer}`,
        classification: label,
      }),
    }),
  ],
  task: {
    kind: "table",
    options: {
      text: "{passage}\n{query}",
      label: "classification",
      labels: { False: 0, True: 1 },
      group: "document",
      id: "annotation_id",
    },
    binary: { evenWithin: "question" },
  },
  metric: "accuracy",
  source: "MultiRC (Khashabi et al. 2018), as in ERASER (DeYoung et al. 2020), validation",
  licence: "research",
};

/** Ids are the document's name, the question's number in it and the answer's. */
function answers(folder: string): object[] {
  return jsonLines(folder, "val.jsonl", columns).map((answer) => {
    const document = answer.annotation_id.replace(/:\d+:\d+$/, "");
    const question = answer.annotation_id.replace(/:\d+$/, "");
    return { ...answer, document, question, passage: textOf(folder, `docs/${document}`) };
  });
}
