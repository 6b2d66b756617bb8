import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { choices, loadTask, table } from "../index.js";

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
      'reviews.parquet: row 4: "length" must be text, got null',
    );
  });

  it("refuses a column that it does not have", async () => {
    const task = table("reviews.parquet", { text: "sentense", label: "label" });
    await expect(loadTask(task, { baseDir })).rejects.toThrow(
      'reviews.parquet: no column "sentense"; columns: "id", "sentence", "label", "length"; did ' +
        'you mean "sentence"?',
    );
  });
});
