// Sentences of the same words, paraphrases or not: PAWS-Wiki as published and on the hub, and the
// dev and test set of PAWS-QQP, whose sentences are written as Python's bytes, b'...'. Pairs of the
// same words are one group, in whatever order the words stand.

import * as z from "zod";
import { linesOf } from "./files.js";
import { onHub, whole } from "./hub.js";
import { filesNamed } from "./release.js";
import type { TaskRecipe } from "./task-recipe.js";

const columns = z.object({ sentence1: z.string(), sentence2: z.string(), label: whole });
const names = Object.keys(columns.shape);

export const paws: TaskRecipe = {
  name: "paws",
  paper: "PAWS",
  asks: "whether two sentences of the same words say the same",
  releases: [
    filesNamed({
      name: "PAWS-Wiki",
      files: { "train.tsv": names, "dev.tsv": names, "test.tsv": names },
      parts: {
        source: pairsIn("train.tsv"),
        validation: pairsIn("dev.tsv"),
        test: pairsIn("test.tsv"),
      },
    }),
    filesNamed({
      name: "PAWS-QQP",
      files: { "dev_and_test.tsv": names },
      parts: { source: pairsIn("dev_and_test.tsv") },
    }),
    onHub({
      id: "google-research-datasets/paws",
      config: "labeled_final",
      splits: { source: "train", validation: "validation", test: "test" },
      columns,
      row: grouped,
    }),
  ],
  task: {
    kind: "table",
    options: { text: "{sentence1}\n{sentence2}", label: "label", group: "words" },
  },
  metric: "accuracy",
  source: "PAWS (Zhang et al. 2019)",
  licence: "free for any purpose, with acknowledgement; PAWS-QQP: terms of Quora's questions",
};

interface Pair {
  readonly sentence1: string;
  readonly sentence2: string;
  readonly label: number | string;
}

function grouped({ sentence1, sentence2, label }: Pair) {
  const words = sentence1.toLowerCase().split(/\s+/).sort().join(" ");
  return { sentence1, sentence2, label, words };
}

function pairsIn(file: string) {
  return (folder: string) => {
    const [header = "", ...lines] = linesOf(folder, file);
    const [first, second, third] = names.map((name) => header.split("\t").indexOf(name));
    return lines.map((line) => {
      const cells = line.split("\t");
      return grouped({
        sentence1: unwrapped(cells[first!] ?? ""),
        sentence2: unwrapped(cells[second!] ?? ""),
        label: cells[third!] ?? "",
      });
    });
  };
}

/** The text of Python's b'...' or b"..."; any other text is itself. */
function unwrapped(text: string): string {
  const inner = /^b(['"])(.*)\1$/s.exec(text)?.[2];
  if (inner === undefined) return text;
  const bytes = inner.replace(/\\(x[0-9a-f]{2}|.)/g, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : code,
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}
