// The data sets of the shared folder, read as a user would. Skipped where it is not at hand: set
// W2S_SHARED, or put it beside the repository. Expected counts are those of the files, counted by
// hand or stated by their publishers.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  choices,
  loadTask,
  pairs,
  rows,
  splitTask,
  type Task,
  type TaskExamples,
  table,
} from "./index.js";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));
const data = join(process.env.W2S_SHARED ?? join(repository, "..", "shared"), "data");

const load = (task: Task) => loadTask(task, { baseDir: data });

/**
 * Where groups are drawn, halves are halves on average.
 * Sizes of supervise, transfer, validation and test for seed 0, and the share of class 1 in test.
 */
function sizes(task: TaskExamples) {
  const { supervise, transfer, validation, test } = splitTask(task, 0);
  const ones = test.filter((row) => task.examples[row]!.label === 1).length;
  return [supervise.length, transfer.length, validation.length, test.length, ones / test.length];
}

describe.skipIf(!existsSync(data))("real data", () => {
  const columns = { text: "sentence", label: "label" };

  it("reads SST-2 from TSV without a header, with its own test and validation files", async () => {
    const sst2 = await load(
      table("sst2/train.tsv", {
        ...columns,
        header: ["sentence", "label"],
        test: "sst2/test.tsv",
        validation: "sst2/dev.tsv",
      }),
    );
    expect(sst2.name).toBe("sst2");
    // Of 6,920 training sentences 3 are also in dev or test. Test has 909 positive of 1,821.
    expect(sst2.dropped).toEqual({
      unlabelled: 0,
      empty: 0,
      tied: 0,
      balance: 0,
      leaked: 3,
      limit: 0,
    });
    expect(sizes(sst2)).toEqual([3459, 3458, 872, 1821, 909 / 1821]);
    expect(sst2.examples[1]).toMatchObject({
      id: "2",
      inputs: ["apparently reassembled from the cutting room floor of any given daytime soap"],
      label: 0,
    });
  });

  it("hints at the header that SST-2 does not have", async () => {
    await expect(load(table("sst2/train.tsv", columns))).rejects.toThrow(
      /^sst2\/train.tsv: no column "sentence"; columns: .*; the first line looks like data: say header: false, or/,
    );
  });

  it("reads CoLA and balances it", async () => {
    const cola = await load(
      table("cola/in_domain_train.tsv", {
        ...columns,
        header: ["source", "label", "mark", "sentence"],
        test: "cola/out_of_domain_dev.tsv",
      }),
    );
    // 8,551 and 516 rows, about 70% of them acceptable: balancing leaves 5,054 and 324.
    expect(cola.dropped).toMatchObject({ balance: 3677, leaked: 12 });
    expect(sizes(cola)).toEqual([2524, 2277, 253, 324, 0.5]);
    expect(cola.warnings).toContain(
      "3,677 examples of larger classes left out to balance the classes",
    );
  });

  it("reads Subj from CSV with quotes", async () => {
    const subj = await load(table("subj/all.csv", { text: "text", label: "subjective" }));
    expect(subj.name).toBe("subj");
    expect(sizes(subj)).toEqual([4000, 3600, 400, 2000, 0.5]);
    expect(subj.examples[0]!.inputs).toEqual([
      "smart and alert , thirteen conversations about one thing is a small gem .",
    ]);
  });

  it("reads DREAM's nested JSON through a function, grouped by dialogue", async () => {
    type Dialogue = [string[], { question: string; choice: string[]; answer: string }[], string];
    const dream = (part: string) =>
      rows(`dream-${part}`, function* ({ baseDir }) {
        const text = readFileSync(join(baseDir, `dream/${part}.json`), "utf8");
        for (const [turns, questions, id] of JSON.parse(text) as Dialogue[]) {
          for (const question of questions) yield { ...question, dialogue: turns.join("\n"), id };
        }
      });
    const task = await load(
      choices(dream("train"), {
        name: "dream",
        question: "{dialogue}\n{question}",
        choices: "choice",
        answer: "answer",
        group: "id",
        test: dream("test"),
      }),
    );
    // Two examples for each of 6,116 and 2,041 questions.
    expect(task.examples.length).toBe(2 * (6116 + 2041));
    expect(sizes(task)).toEqual([6172, 5436, 624, 4082, 0.5]);
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
    const task = await load(
      choices(piqa, { question: "goal", choices: ["sol1", "sol2"], answer: "answer" }),
    );
    // Two examples for each of 1,838 goals.
    expect(task.examples.length).toBe(2 * 1838);
    expect(task.examples.slice(0, 2).map(({ id, label }) => [id, label])).toEqual([
      ["1/0", 1],
      ["1/1", 0],
    ]);
    expect(sizes(task)).toEqual([1474, 1320, 154, 728, 0.5]);
  });

  it("reads preference pairs from gzipped JSONL", async () => {
    const task = await load(
      pairs("hh-harmless/test.jsonl.gz", {
        chosen: "chosen",
        rejected: "rejected",
        name: "hh-harmless",
      }),
    );
    expect(task.shape).toBe("compare");
    expect(task.examples.length).toBe(2312);
    expect(sizes(task)).toEqual([925, 832, 93, 462, 0.5]);
  });
});
