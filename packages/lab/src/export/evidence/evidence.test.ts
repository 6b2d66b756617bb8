// Evidence written and read back: the same in Parquet and JSONL, and as the store has it.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { listening, wordsTask } from "../../../test/rooms.js";
import { naive } from "../../methods/index.js";
import type { EvidenceRow } from "../../outcome/index.js";
import { evidenceCount, type Plan, planStudy, runPlan } from "../../plan/index.js";
import { drawn } from "../../reading/index.js";
import { openStore, type Store } from "../../store/index.js";
import { probe } from "../../students/index.js";
import { study } from "../../study/index.js";
import { decimals } from "./decimals.js";
import { openEvidence } from "./read-evidence.js";
import { answerOf, type exampleKinds, selectExamples } from "./select.js";
import { writeEvidence } from "./write-evidence.js";

let folder: string;
let store: Store;
let plan: Plan;
const run = () => ({ store, reporter: listening(), signal: new AbortController().signal });

beforeAll(async () => {
  folder = scratchFolder("evidence");
  store = await openStore(join(folder, "store"));
  const made = study({
    task: wordsTask(200),
    supervisors: probe(drawn(4, { noise: 2 }), { epochs: 3, as: "weak" }),
    students: probe(drawn(12), { epochs: 3, as: "strong" }),
    methods: naive(),
    seeds: 2,
    resamples: 100,
  });
  plan = await planStudy(made, { name: "seen", baseDir: folder, store, modelFolders: [] });
});

async function rowsIn(where: string): Promise<EvidenceRow[]> {
  const file = await openEvidence(where);
  const rows: EvidenceRow[] = [];
  for await (const some of file!.testRows()) rows.push(...some);
  return rows;
}

describe("writeEvidence", () => {
  it("writes a row a cell, seed and test example, and one a label", async () => {
    const count = evidenceCount(plan);
    expect(await writeEvidence(folder, plan, "hash", run())).toBe(count.test + count.labels);
    expect(await rowsIn(folder)).toHaveLength(count.test);
    const [cell] = plan.cells;
    const { transfer, validation, test } = cell!.room.rows(0);
    // One cell under two seeds; as many examples under either.
    expect(count.test).toBe(2 * test.length);
    expect(count.labels).toBe(2 * (transfer.length + validation.length));
  });

  it("says in JSONL what it says in Parquet, to six digits", async () => {
    const text = await readFile(join(folder, "evidence.jsonl"), "utf8");
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const tests = lines.filter(({ split }) => split === "test");
    const rows = await rowsIn(folder);
    expect(tests).toHaveLength(rows.length);
    rows.forEach((row, i) => {
      const { id, text, truth, seed, student, probabilities } = tests[i];
      const { weak, self_taught } = probabilities;
      expect([student, row.student]).toEqual([plan.cells[0]!.student, student]);
      expect(probabilities.student[1]).toBeCloseTo(row.said.student![1]!, 5);
      expect({ id, text, truth, seed }).toEqual({
        id: row.id,
        text: row.texts[0],
        truth: row.truth,
        seed: row.seed,
      });
      expect(weak[1]).toBeCloseTo(row.said.weak![1]!, 5);
      expect(self_taught[1]).toBeCloseTo(row.said.selfTaught![1]!, 5);
    });
    expect(
      lines.filter(({ split }) => split !== "test").every((line) => line.method === null),
    ).toBe(true);
  });

  it("reads back what the supervisor said of the examples that students learn from", async () => {
    const labels = [];
    for await (const rows of (await openEvidence(folder))!.labelRows()) labels.push(...rows);
    const tests = new Set((await rowsIn(folder)).map(({ id, seed }) => `${id} ${seed}`));
    expect(labels).toHaveLength(evidenceCount(plan).labels);
    for (const { id, seed, said } of labels) {
      expect(tests.has(`${id} ${seed}`)).toBe(false);
      expect(Object.keys(said)).toEqual(["weak"]);
    }
  });

  it("agrees with the outcome: accuracy is the share of right answers", async () => {
    const [outcome] = await runPlan(plan, run());
    const rows = await rowsIn(folder);
    for (const role of ["weak", "student", "ceiling"] as const) {
      const right = rows.filter(({ said, truth }) => answerOf(said[role]!) === truth);
      expect(outcome!.scores[role].accuracy.value).toBeCloseTo(right.length / rows.length, 10);
    }
  });

  it("names places in place of texts where it is asked to", async () => {
    await writeEvidence(folder, plan, "hash", run(), "places");
    const [row] = await rowsIn(folder);
    expect(row!.texts).toEqual([`rows "words": row ${row!.id}`]);
  });
});

describe("selectExamples", () => {
  it("finds every kind, an example once with its seeds, the surest first", async () => {
    const row = (id: string, seed: number, weak: number, student: number): EvidenceRow => ({
      ...{ task: "t", supervisor: "w", student: "s", labels: "soft", method: "naive" },
      ...{ seed, id, texts: [id], truth: 1 },
      said: { weak: [1 - weak, weak], student: [1 - student, student] },
    });
    async function* rows() {
      yield [row("a", 0, 0.2, 0.7), row("a", 1, 0.3, 0.9), row("b", 0, 0.1, 0.95)];
      yield [row("c", 0, 0.9, 0.2), row("d", 0, 0.3, 0.1), row("e", 0, 0.9, 0.9)];
    }
    const found = async (kind: keyof typeof exampleKinds) => {
      const [cell] = await selectExamples(rows(), kind);
      return cell!.examples.map(({ row: { id }, seeds }) => [id, ...seeds].join(" "));
    };
    expect(await found("overruled-right")).toEqual(["a 0 1", "b 0"]);
    expect(await found("overruled-wrong")).toEqual(["c 0"]);
    expect(await found("copied-errors")).toEqual(["d 0"]);
    expect(await found("disagreements")).toEqual(["a 0 1", "b 0", "c 0"]);
    expect(await selectExamples(rows(), "disagreements", { seed: 7 })).toEqual([]);
  });
});

describe("decimals", () => {
  it.each([
    [0, "0"],
    [1, "1"],
    [0.5, "0.500000"],
    [0.1234564, "0.123456"],
    [0.9999999, "1"],
    [0.00012345678, "0.000123457"],
    [1e-9, "1e-9"],
  ])("writes %s as %s", (value, text) => {
    expect(decimals(value)).toBe(text);
    expect(JSON.parse(decimals(value))).toBeCloseTo(value, 6);
  });
});
