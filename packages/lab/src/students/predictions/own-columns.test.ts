// What w2s itself writes of probabilities, a list or a column an option, is taken wherever
// probabilities are read: as labels, as predictions, and of another program's student.

import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { listening } from "../../../test/rooms.js";
import { openEvidence, writeEvidence, writeLabels } from "../../export/index.js";
import { answerReader } from "../../labels/index.js";
import { planLabels, planStudy, runPlan } from "../../plan/index.js";
import { drawn } from "../../reading/index.js";
import { openStore, type Store } from "../../store/index.js";
import { study } from "../../study/index.js";
import { errors, labels } from "../../supervisors/index.js";
import { readRows } from "../../tasks/formats/read-rows.js";
import { rows, table } from "../../tasks/index.js";
import { external } from "../external/spec.js";
import { probe } from "../probe/spec.js";
import { predictions } from "./spec.js";

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = scratchFolder("columns");
  store = await openStore(join(folder, "store"));
});

const run = () => ({ store, reporter: listening(), signal: new AbortController().signal });
const here = () => ({ name: "columns", baseDir: folder, store, modelFolders: [] });

const taskOf = (options: number) => {
  const examples = Array.from({ length: 60 * options }, (_, i) => ({
    id: `e${i}`,
    text: `word${i} kind${i % options}`,
    label: i % options,
  }));
  return table(rows(`of${options}`, examples), {
    text: "text",
    label: "label",
    id: "id",
    classes: options,
  });
};

type Values = Record<string, unknown>;

async function rowsOf(path: string): Promise<Values[]> {
  const all: Values[] = [];
  const reader = await readRows(path, { baseDir: "/", fields: [], everyColumn: true });
  for await (const batch of reader.batches()) all.push(...batch.map(({ values }) => values));
  return all;
}

/** As pandas writes what it read: a column a column, nothing where nothing is. */
function csvOf(all: readonly Values[]): string {
  const names = Object.keys(all[0]!);
  const lines = all.map((row) => names.map((name) => JSON.stringify(row[name] ?? "")).join(","));
  return `${[names.join(","), ...lines].join("\n")}\n`;
}

/** A study's labels as it exports them, and the same columns as CSV. */
async function exported(options: number) {
  const supervisors = probe(drawn(4, { noise: 1 }), { as: "weak" });
  const task = taskOf(options);
  const made = study({ task, supervisors, students: probe(drawn(6)), arms: "none" });
  const out = join(folder, `labels${options}`);
  await writeLabels(out, await planLabels(made, here()), run());
  const stem = join(out, `of${options}.weak.soft.seed-0`);
  await writeFile(`${stem}.csv`, csvOf(await rowsOf(`${stem}.parquet`)));
  return stem;
}

/** What a file says, by id, as labels and predictions read it. */
async function saidIn(file: string, options: number, field = "probabilities") {
  const optionNames = Array.from({ length: options }, (_, k) => String(k));
  const task = { name: "it", options, optionNames };
  const { read, fields, lists = [] } = answerReader({ probabilities: field }, task, "labels");
  const reader = await readRows(file, { baseDir: "/", fields: ["id", ...fields], lists });
  const said = new Map<unknown, readonly number[] | null>();
  for await (const batch of reader.batches())
    for (const row of batch) said.set(row.values.id, read(row, reader.place));
  return said;
}

/** Every example said alike, as lists and as columns, in all formats. */
async function writeAll(options: number): Promise<string[]> {
  const whole = (options * (options + 1)) / 2;
  const shares = Array.from({ length: options }, (_, k) => (k + 1) / whole);
  const columns = Object.fromEntries(shares.map((p, k) => [`probability_${k}`, p]));
  const all = Array.from({ length: 60 * options }, (_, i) => `e${i}`).flatMap((id) =>
    ["student", "ceiling"].map((role) => ({ id, role, ...columns })),
  );
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columnData = ["id", "role", ...Object.keys(columns)].map((name) => ({
    name,
    data: all.map((row) => (row as Values)[name]),
  }));
  const lists = all.map(({ id, role }) => JSON.stringify({ id, role, probabilities: shares }));
  const files: Record<string, string | Uint8Array> = {
    "list.jsonl": lists.join("\n"),
    "columns.jsonl": all.map((row) => JSON.stringify(row)).join("\n"),
    "columns.csv": csvOf(all),
    "columns.parquet": new Uint8Array(parquetWriteBuffer({ columnData })),
    "columns.json": JSON.stringify(all),
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, `${options}-${name}`), content);
  return Object.keys(files).map((name) => `${options}-${name}`);
}

describe.each([2, 3])("probabilities of %d options, as w2s writes them", (options) => {
  it("are read alike from all files of exported labels", async () => {
    const stem = await exported(options);
    const list = await saidIn(`${stem}.jsonl`, options);
    expect([...list.values()].some((said) => said?.some((p) => p > 0 && p < 1))).toBe(true);
    for (const ending of ["parquet", "csv"]) {
      const columns = await saidIn(`${stem}.${ending}`, options);
      expect([...columns.keys()]).toEqual([...list.keys()]);
      for (const [id, said] of columns) {
        const own = list.get(id)!;
        if (own === null) expect(said).toBeNull();
        else said!.forEach((p, k) => void expect(p).toBeCloseTo(own[k]!, 5));
      }
    }
  });

  it("are a student's and its ceiling's predictions, and a supervisor's labels", async () => {
    const scores: unknown[] = [];
    for (const file of await writeAll(options)) {
      const theirs = predictions(file, { as: "theirs" });
      const supervisors = errors({ where: "random", rate: 0.25 });
      const made = study({ task: taskOf(options), supervisors, students: theirs, seeds: 1 });
      const [outcome] = await runPlan(await planStudy(made, here()), run());
      scores.push(outcome!.scores);
      const there = labels(file, { probabilities: "probabilities", annotator: "role" });
      const taught = study({
        task: taskOf(options),
        supervisors: there,
        students: probe(drawn(6)),
      });
      expect((await planStudy(taught, here())).cells).toHaveLength(1);
    }
    for (const one of scores.slice(1)) expect(one).toEqual(scores[0]);
    expect(scores[0]).toMatchObject({ student: { accuracy: { value: 1 / options } } });
  });

  it.each(["csv", "parquet", "jsonl"])("are what a program says in %s", async (ending) => {
    const writer = pathToFileURL(createRequire(import.meta.url).resolve("hyparquet-writer")).href;
    const body = `
import { readFileSync, writeFileSync } from "node:fs";
import { parquetWriteBuffer } from ${JSON.stringify(writer)};
const folder = process.argv[2];
const lines = readFileSync(folder + "/examples.jsonl", "utf8").trim().split("\\n");
const asked = lines.map((line) => JSON.parse(line)).filter(({ split }) => split === "predict");
const names = Array.from({ length: ${options} }, (_, k) => "probability_" + k);
// What is most probable is said otherwise by the label: probabilities are taken.
const rows = asked.map(({ id }) => ({ id, label: 1, ...Object.fromEntries(names.map((name, k) =>
  [name, k === 0 ? 0.75 : 0.25 / ${options - 1}])) }));
const columns = ["id", "label", ...names];
const written = {
  jsonl: () => rows.map((row) => JSON.stringify(row)).join("\\n"),
  csv: () => [columns, ...rows.map(Object.values)].map((one) => one.join(",")).join("\\n"),
  parquet: () => new Uint8Array(parquetWriteBuffer({
    columnData: columns.map((name) => ({ name, data: rows.map((row) => row[name]) })) })),
};
writeFileSync(folder + "/p.${ending}", written["${ending}"]());
`;
    await writeFile(join(folder, `w${options}.mjs`), body);
    const made = study({
      task: taskOf(options),
      supervisors: errors({ where: "random", rate: 0.25 }),
      students: external({
        command: [process.execPath, `w${options}.mjs`, "{folder}"],
        predictions: `p.${ending}`,
        version: ending,
        as: "theirs",
      }),
      resamples: 100,
      arms: "none",
    });
    const [outcome] = await runPlan(await planStudy(made, here()), run());
    // The right option of every K-th example is the first, said with .75.
    expect(outcome!.scores.student.accuracy.value).toBeCloseTo(1 / options, 6);
    const loss = -(Math.log(0.75) + (options - 1) * Math.log(0.25 / (options - 1))) / options;
    expect(outcome!.scores.student.logLoss).toBeCloseTo(loss, 4);
  });
});

describe("evidence in Parquet", () => {
  it("is read as labels by the name before its columns' numbers", async () => {
    const made = study({
      task: taskOf(3),
      supervisors: errors({ where: "random", rate: 0.25, as: "weak" }),
      students: probe(drawn(6), { as: "strong" }),
      resamples: 100,
      arms: "none",
    });
    const plan = await planStudy(made, here());
    await runPlan(plan, run());
    const out = join(folder, "evidence");
    await writeEvidence(out, plan, "results", run());
    const evidence = await openEvidence(out);
    const said = new Map<string, readonly number[]>();
    for await (const some of evidence!.testRows())
      for (const row of some) said.set(row.id, row.said.student!);
    const columns = await saidIn(join(out, "evidence.parquet"), 3, "student");
    expect(said.size).toBeGreaterThan(0);
    for (const [id, own] of said)
      columns.get(id)!.forEach((p, k) => void expect(p).toBeCloseTo(own[k]!, 6));
  });
});
