// Files of published sets as they come out of careless hands: what recipes read by themselves is as
// strict as the readers of tables.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { loadTask } from "../load.js";
import { recipe } from "./recipe.js";

/** What a recipe reads in a folder of these files: its texts and classes, or why it does not. */
async function read(name: string, files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = scratchFolder("files");
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  const task = recipe(name, ".");
  const error = (reason: unknown) => {
    expect(reason).toBeInstanceOf(InputError);
    return (reason as InputError).message;
  };
  return loadTask(task, { baseDir: folder }).then(
    ({ examples }) => examples.map(({ inputs, label }) => [inputs[0], label]),
    error,
  );
}

const goals = ["a", "b"].map((goal) => JSON.stringify({ goal, sol1: "x", sol2: "y" })).join("\n");
const tweets = (text: string | Uint8Array, labels: string) => ({
  "val_text.txt": "v\nw\n",
  "val_labels.txt": "0\n1\n",
  "test_text.txt": text,
  "test_labels.txt": labels,
});
const quiz = (key: string) => ({ "test/law_test.csv": `what?,a,b,c,d,${key}\n` });

describe("files of recipes", () => {
  it("are read with byte order marks, packed, and with any line ends", async () => {
    const right = [
      ["a\ny", 1],
      ["a\nx", 0],
      ["b\nx", 1],
      ["b\ny", 0],
    ];
    const crlf = `\ufeff${goals.replace("\n", "\r\n")}\r\n`;
    const files = { "valid.jsonl": crlf, "valid-labels.lst": "\ufeff1\r\n0\r\n" };
    expect(await read("piqa", files)).toEqual(right);
    const packed = { ...files, "valid.jsonl": gzipSync(crlf) };
    expect(await read("piqa", packed)).toEqual(right);
  });

  it("are refused where labels are more or fewer than the rows", async () => {
    const next = "; get both from one release";
    const files = (labels: string) => ({ "valid.jsonl": goals, "valid-labels.lst": labels });
    for (const [labels, count] of [
      ["1\n", 1],
      ["1\n0\n1\n", 3],
    ] as const)
      expect(await read("piqa", files(labels))).toContain(
        `lst: must have a line for each of the 2 rows of valid.jsonl, got ${count}${next}`,
      );
    expect(await read("tweeteval_sentiment", tweets("a\nb\nc\n", "0\n1\n2\n0\n"))).toContain(
      `test_labels.txt: must have a line for each of the 3 rows of test_text.txt, got 4${next}`,
    );
  });

  it("are refused where a label is blank, which is no 0", async () => {
    const files = { "valid.jsonl": goals, "valid-labels.lst": "1\n\n" };
    expect(await read("piqa", files)).toContain('"answer" must be an index in 0..1');
    expect(await read("mmlu", quiz(""))).toContain('"answer" must be an index in 0..3');
    expect(await read("mmlu", quiz("BC"))).toContain("got -1");
    const stem = "ID\tQuestion Stem\tChoices\t\tAnswer Key\nq\twhat?\t(A) a (B) b (C) c (D) d\t\t";
    const book = { "train.tsv": `${stem}\n`, "dev.tsv": `${stem}A\n`, "test.tsv": `${stem}A\n` };
    expect(await read("openbookqa", book)).toContain('"answer" must be an index in 0..3');
  });

  it("are refused where they are no UTF-8, and where a line is ragged", async () => {
    const latin = Buffer.from("caf\xe9\nb\nc\n", "latin1");
    expect(await read("tweeteval_sentiment", tweets(latin, "0\n1\n2\n"))).toContain(
      "test_text.txt:1: must be UTF-8, got other bytes; convert the file to UTF-8",
    );
    const ragged = { "test/law_test.csv": "what?,a,b,c,d,A\nwhat?,a,b,c,A\n" };
    expect(await read("mmlu", ragged)).toContain("test/law_test.csv:2: must have 6 fields");
  });
});
