import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { choices, loadTask, sampleRows, table } from "../index.js";

// Made by reference/tasks/arrow.py.
const baseDir = fileURLToPath(new URL("../fixtures/arrow", import.meta.url));
const forms = [
  "kinds-stream.arrow",
  "kinds-file.arrow",
  "kinds-lz4.feather",
  "kinds-zstd.arrow",
  "kinds-other.arrow",
];
const rowsOf = async (name: string, folder = baseDir) =>
  (await sampleRows(name, { baseDir: folder, most: 99 })).rows;

describe("Arrow", () => {
  it("reads polars' files, which begin as no stream does", async () => {
    const rows = await rowsOf("polars.arrow");
    expect(rows).toEqual(
      Array.from({ length: 20 }, (_, n) => ({
        text: `word ${n} \u00e9`,
        label: BigInt(n % 2),
      })),
    );
  });

  it.each(forms)("gives the very rows that Parquet gives: %s", async (name) => {
    const rows = await rowsOf(name);
    expect(rows).toHaveLength(7);
    expect(rows).toEqual(await rowsOf("kinds.parquet"));
  });

  it("gives the very examples that Parquet gives, whatever the file is called", async () => {
    const examples = async (source: string) => {
      const rest = { label: "label", id: "id", group: "ns", facts: ["half"], balance: false };
      const text = table(source, { text: "{text} {day}", allowEmpty: true, ...rest });
      const answer = { answer: "label", answerIs: "index" } as const;
      const pick = { question: "messages.0.content", choices: "pair", ...answer };
      const quiz = choices(source, { ...pick, allowEmpty: true, id: "id" });
      const loaded = [await loadTask(text, { baseDir }), await loadTask(quiz, { baseDir })];
      return loaded.map((task) => task.examples);
    };
    const expected = await examples("kinds.parquet");
    expect(expected[0]![0]!.id).toBe("9007199254740993");
    expect(expected[0]![0]!.inputs).toEqual(["\ufeffgood 1969-02-28"]);
    for (const name of forms) expect(await examples(name)).toEqual(expected);
  });

  it("is read packed with gzip, and its hash is that of all bytes", async () => {
    const folder = scratchFolder("arrow");
    const file = readFileSync(join(baseDir, "kinds-file.arrow"));
    writeFileSync(join(folder, "a.arrow"), file);
    writeFileSync(join(folder, "b.arrow.gz"), gzipSync(file));
    expect(await rowsOf("b.arrow.gz", folder)).toEqual(await rowsOf("a.arrow", folder));
    const task = table("a.arrow", { text: "text", label: "label", allowEmpty: true });
    const hash = async () => (await loadTask(task, { baseDir: folder })).sourceHash;
    const before = await hash();
    // In the index behind the batches, which rows are not read from.
    file[file.length - 20]! ^= 1;
    writeFileSync(join(folder, "a.arrow"), file);
    expect(await hash()).not.toBe(before);
  });

  it("is read from the folders that datasets saves, part by part", async () => {
    const columns = { text: "text", label: "label" };
    const task = table("saved/train", { ...columns, test: "saved/test" });
    const { examples, fixed } = await loadTask(task, { baseDir });
    expect(examples.map(({ id, inputs }) => [id, inputs[0]]).slice(9, 11)).toEqual([
      ["1:10", "train 9"],
      ["2:1", "train 10"],
    ]);
    expect(fixed.test).toHaveLength(20);
    await expect(loadTask(table("saved", columns), { baseDir })).rejects.toThrow(
      "saved: a folder without files of .jsonl, .json, .csv, .tsv, .parquet, .arrow; name a " +
        'folder in it ("test", "train"), as in "saved/test"',
    );
  });

  it("refuses what it lacks, and what no table has", async () => {
    const load = (source: string, text: string) =>
      loadTask(table(source, { text, label: "label" }), { baseDir });
    await expect(load("kinds-file.arrow", "texd")).rejects.toThrow(
      'kinds-file.arrow: no column "texd"; columns: "id", "unsigned", "label",',
    );
    await expect(load("kinds-stream.arrow", "bytes")).rejects.toThrow(
      'kinds-stream.arrow: row 1: "bytes" must be text, got bytes',
    );
    await expect(load("union.arrow", "text")).rejects.toThrow(
      'union.arrow: "text" is of Arrow\'s type Union<Int64 | Utf8>, which is not read',
    );
    expect(
      (await loadTask(table("union.arrow", { text: "label", label: "label" }), { baseDir }))
        .examples,
    ).toHaveLength(2);
  });

  it.each([
    "kinds-stream.arrow",
    "kinds-file.arrow",
    "kinds-lz4.feather",
    "kinds-zstd.arrow",
    "polars.arrow",
  ])("refuses what is cut off or damaged in one line: %s", async (name) => {
    const folder = scratchFolder("arrow");
    const file = readFileSync(join(baseDir, name));
    const tried = async (bytes: Buffer) => {
      writeFileSync(join(folder, "x.arrow"), bytes);
      return rowsOf("x.arrow", folder).then(
        () => "read",
        (error: Error) => `${error.name}: ${error.message}`,
      );
    };
    const refusal = /^InputError: x\.arrow: [^\n]+$/;
    for (let at = 1; at < file.length - 8; at += 997)
      expect(await tried(file.subarray(0, at)), String(at)).toMatch(refusal);
    // To a damaged count of buffers the library counts, for a minute: no place looked at is one.
    for (let at = 0; at < file.length; at += 227) {
      const damaged = Buffer.from(file);
      damaged[at]! ^= 0xff;
      const answer = await tried(damaged);
      if (answer !== "read") expect(answer, String(at)).toMatch(refusal);
    }
  });
});
