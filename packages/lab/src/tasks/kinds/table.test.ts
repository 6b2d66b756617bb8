import { describe, expect, it } from "vitest";
import { loadTask, rows, type TableOptions, table } from "../index.js";

const load = (from: object[], options: TableOptions) =>
  loadTask(table(rows("rows", from), options), { baseDir: "." });

describe("table", () => {
  const nli = ["e", "n", "c", "e"].map((gold, at) => ({ text: `text ${at}`, gold }));
  const columns = { text: "text", label: "gold" };

  it("is binary with two classes, and refused with more", async () => {
    const labels = { e: 1, n: 0, c: 0 };
    const { shape, options, examples } = await load(nli, { ...columns, labels, as: "binary" });
    expect([shape, options]).toEqual(["classify", 2]);
    expect(examples.map(({ label }) => label)).toEqual([1, 0, 0, 1]);
    const three = load(nli, { ...columns, labels: { e: 0, n: 1, c: 2 }, as: "binary" });
    await expect(three).rejects.toThrow(
      'table: as: "binary" needs two classes, got 3; map them onto 0 and 1, or to null, with ' +
        "labels: {...}",
    );
  });

  const answers = [
    { question: "a", answer: "1", right: 1 },
    { question: "a", answer: "2", right: 0 },
    { question: "a", answer: "3", right: 0 },
    { question: "b", answer: "4", right: 1 },
    { question: "c", answer: "5", right: 0 },
    { question: "c", answer: "6", right: 1 },
  ];
  const asked = { text: "{question} {answer}", label: "right", evenWithin: "question" };

  it("keeps of each question as many of each class, and counts what it drops", async () => {
    const { examples, dropped, warnings } = await load(answers, asked);
    const texts = examples.map(({ inputs }) => inputs[0]);
    expect(texts.filter((text) => text!.startsWith("a"))).toHaveLength(2);
    expect(texts).toContain("a 1");
    expect(texts.filter((text) => !text!.startsWith("a"))).toEqual(["c 5", "c 6"]);
    expect(dropped.balance).toBe(2);
    expect(warnings).toEqual(["2 examples of larger classes left out to balance the classes"]);
  });

  it("refuses a field that is not there", async () => {
    await expect(load(answers, { ...asked, evenWithin: "questions" })).rejects.toThrow(
      /no field "questions"; .* did you mean "question"\?/,
    );
  });
});
