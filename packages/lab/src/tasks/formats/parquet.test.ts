import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { choices, loadTask, sampleRows, table } from "../index.js";

// Made by reference/tasks/parquet.py.
const baseDir = fileURLToPath(new URL("../fixtures", import.meta.url));

describe("Parquet", () => {
  it("is read over all row groups, 64-bit numbers as ids and labels", async () => {
    const task = table("reviews.parquet", { text: "sentence", label: "label", id: "id" });
    const { examples } = await loadTask(task, { baseDir });
    expect(examples.map(({ id, inputs, label }) => [id, inputs[0], label])).toEqual([
      ["10", "good", 1],
      ["11", "bad", 0],
      ["12", "très bon", 1],
      ["13", "not good", 0],
    ]);
  });

  it("is read with nested lists", async () => {
    const task = choices("quiz.parquet", {
      question: "question",
      choices: "choices.text",
      answer: "answerKey",
      labels: { A: 0, B: 1 },
    });
    const { examples } = await loadTask(task, { baseDir });
    expect(examples.map(({ inputs }) => inputs[0])).toEqual([
      "Sky?\nblue",
      "Sky?\nred",
      "Grass?\ngreen",
      "Grass?\npink",
    ]);
  });

  it("names rows by their number over all row groups", async () => {
    const task = table("reviews.parquet", { text: "length", label: "label" });
    await expect(loadTask(task, { baseDir })).rejects.toThrow(
      'reviews.parquet: row 4: "length" must not be empty; leave such rows out with ' +
        "dropEmpty: true, or say allowEmpty: true",
    );
  });

  it.each(["ms", "us", "ns"])("is read with times as texts: %s", async (unit) => {
    const group = `{${unit}} {day}`;
    const task = table("times.parquet", { text: "text", label: "label", group });
    await expect(loadTask(task, { baseDir })).rejects.toThrow(
      `times.parquet: row 2: "${unit}" and "day" must not be empty; give it, or drop the row`,
    );
    const rows = await sampleRows("times.parquet", { baseDir, most: 9 });
    expect(rows.rows.map((row) => [row[unit], row.day])).toEqual([
      ["1969-12-31T23:59:59.999Z", "1969-12-31"],
      [null, null],
      ["2020-02-29T12:00:00.25Z", "2020-02-29"],
    ]);
  });

  it("refuses bytes that are no text, where one is asked for", async () => {
    const columnData: ColumnSource[] = [
      { name: "text", data: [Uint8Array.of(0x63, 0xe9), Uint8Array.of(0x64)], type: "BYTE_ARRAY" },
      { name: "label", data: [0, 1] },
    ];
    const folder = scratchFolder("bytes");
    writeFileSync(join(folder, "b.parquet"), new Uint8Array(parquetWriteBuffer({ columnData })));
    const task = table("b.parquet", { text: "text", label: "label" });
    await expect(loadTask(task, { baseDir: folder })).rejects.toThrow(
      'b.parquet: row 1: "text" must be text, got bytes',
    );
    const { rows } = await sampleRows("b.parquet", { baseDir: folder, most: 9 });
    expect(rows.map(({ text, label }) => [text, label])).toEqual([
      [Uint8Array.of(0x63, 0xe9), 0],
      ["d", 1],
    ]);
  });

  it("refuses a column that it does not have", async () => {
    const task = table("reviews.parquet", { text: "sentense", label: "label" });
    await expect(loadTask(task, { baseDir })).rejects.toThrow(
      'reviews.parquet: no column "sentense"; columns: "id", "sentence", "label", "length"; did ' +
        'you mean "sentence"?',
    );
  });
});
