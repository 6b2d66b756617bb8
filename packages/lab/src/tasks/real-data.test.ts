// The data sets of the shared folder, read as a user would. Skipped where it is not at hand: set W2S_SHARED, or put it
// beside the repository.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { choices, loadTask, pairs, rows, splitTask, type Task, type TaskExamples, table } from "./index.js";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));
const data = join(process.env["W2S_SHARED"] ?? join(repository, "..", "shared"), "data");

const load = (task: Task, limit?: number) => loadTask(task, { baseDir: data, limit });

/** Share of class 1 among rows. */
function positives({ examples }: TaskExamples, among: Int32Array): number {
  return among.filter((row) => examples[row]!.label === 1).length / among.length;
}

function sizes(task: TaskExamples) {
  const { supervise, transfer, validation, test } = splitTask(task, 0);
  return [supervise.length, transfer.length, validation.length, test.length];
}

const header = ["sentence", "label"];

describe.skipIf(!existsSync(data))("real data", () => {
  it("reads SST-2 from TSV without a header, with its own test and validation files", async () => {
    const task = table("sst2/train.tsv", {
      text: "sentence",
      label: "label",
      header,
      test: "sst2/test.tsv",
      validation: "sst2/dev.tsv",
    });
    const sst2 = await load(task);
    console.log(sst2.name, sst2.dropped, sst2.warnings, sizes(sst2), sst2.examples[0], sst2.examples.at(-1));
    expect(sst2.name).toBe("sst2");
  });

  it("hints at the header that SST-2 does not have", async () => {
    await expect(load(table("sst2/train.tsv", { text: "sentence", label: "label" }))).rejects.toThrow(
      /^sst2\/train.tsv: no column "sentence"; columns: .*; the first line looks like data: say header: false, or/,
    );
  });

  it("reads CoLA and balances it", async () => {
    const task = table("cola/in_domain_train.tsv", {
      header: ["source", "label", "mark", "sentence"],
      text: "sentence",
      label: "label",
      test: "cola/out_of_domain_dev.tsv",
    });
    const cola = await load(task);
    console.log(
      cola.name,
      cola.dropped,
      cola.warnings,
      sizes(cola),
      cola.examples[0],
      positives(cola, splitTask(cola, 0).test),
    );
  });

  it("reads Subj from CSV with quotes", async () => {
    const subj = await load(table("subj/all.csv", { text: "text", label: "subjective" }));
    console.log(
      subj.name,
      subj.dropped,
      subj.warnings,
      sizes(subj),
      subj.examples[0],
      positives(subj, splitTask(subj, 0).test),
    );
  });

  it("reads DREAM's nested JSON through a function", async () => {
    type Dialogue = [string[], { question: string; choice: string[]; answer: string }[], string];
    const dream = (part: string) =>
      rows(`dream ${part}`, function* ({ baseDir }) {
        const text = readFileSync(join(baseDir, `dream/${part}.json`), "utf8");
        for (const [turns, questions, id] of JSON.parse(text) as Dialogue[]) {
          for (const { question, choice, answer } of questions) {
            yield { dialogue: turns.join("\n"), question, choice, answer, id };
          }
        }
      });
    const task = choices(dream("train"), {
      question: "{dialogue}\n{question}",
      choices: "choice",
      answer: "answer",
      group: "id",
      test: dream("test"),
    });
    const read = await load(task);
    console.log(
      read.name,
      read.dropped,
      read.warnings,
      sizes(read),
      read.examples[0],
      positives(read, splitTask(read, 0).test),
    );
  });

  it("reads PIQA from two files through a function", async () => {
    const piqa = rows("piqa", ({ baseDir }) => {
      const lines = (file: string) =>
        readFileSync(join(baseDir, "piqa", file), "utf8")
          .trim()
          .split("\n");
      const answers = lines("valid-labels.lst");
      return lines("valid.jsonl").map((line, index) => ({
        ...JSON.parse(line),
        answer: Number(answers[index]),
      }));
    });
    const read = await load(choices(piqa, { question: "goal", choices: ["sol1", "sol2"], answer: "answer" }));
    console.log(
      read.name,
      read.dropped,
      read.warnings,
      sizes(read),
      read.examples.slice(0, 2),
      positives(read, splitTask(read, 0).test),
    );
  });

  it("reads preference pairs from gzipped JSONL", async () => {
    const harmless = await load(
      pairs("hh-harmless/test.jsonl.gz", { chosen: "chosen", rejected: "rejected", name: "hh-harmless" }),
    );
    console.log(
      harmless.name,
      harmless.dropped,
      harmless.warnings,
      sizes(harmless),
      positives(harmless, splitTask(harmless, 0).test),
    );
  });
});
