// For tests: labelling projects of made-up texts.

import { tmpdir } from "node:os";
import { loadTask, rows, table } from "@w2s/lab";
import { makeProject, type ProjectOptions } from "../src/label/make-project.js";

/** So many texts of two classes; what is right is drawn from the number alone. */
async function textsTask(count: number, flipped = false, text = "text") {
  const made = Array.from({ length: count }, (_, i) => ({
    id: `t${i}`,
    text: `${text} number ${i}`,
    label: (i % 2 === 0) === flipped ? "yes" : "no",
  }));
  const task = table(rows("texts", made), {
    id: "id",
    text: "text",
    label: "label",
    labels: { no: 0, yes: 1 },
  });
  return loadTask(task, { baseDir: tmpdir() });
}

/** A project of so many texts, all of its splits. */
export async function makeTexts(
  folder: string,
  count: number,
  options: Partial<ProjectOptions> & { readonly flipped?: boolean; readonly text?: string } = {},
) {
  const { flipped, text, ...rest } = options;
  return makeProject(folder, {
    task: await textsTask(count, flipped, text),
    splits: ["transfer", "validation", "test", "supervise"],
    ...rest,
  });
}
