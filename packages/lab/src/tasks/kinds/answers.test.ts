import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { answerKey } from "../answer-form.js";
import { answers, rows } from "../describe.js";
import { loadTask } from "../load.js";
import type { AnswersOptions } from "../options.js";
import { splitTask } from "../split.js";

const sums = [
  { q: "2 + 2 =", a: 4, other: [] },
  { q: "3 + 9 =", a: " 12 ", other: ["twelve", "Twelve"] },
  { q: "1 + 0 =", a: ["1", "one"], other: "I" },
];
const task = (from: object[], more: Partial<AnswersOptions> = {}) =>
  answers(rows("sums", from), { question: "q", answer: "a", ...more });
const load = (from: object[], more: Partial<AnswersOptions> = {}) =>
  loadTask(task(from, more), { baseDir: "." });

async function refusal(from: object[], more: Partial<AnswersOptions> = {}): Promise<string> {
  const error: unknown = await load(from, more).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

describe("answers", () => {
  it("gives an example a question, grouped by it, with all forms that are right", async () => {
    const loaded = await load(sums, { alsoRight: "other" });
    const { examples, shape, options } = loaded;
    expect([shape, options]).toEqual(["answer", 1]);
    expect(loaded.answers).toEqual({ ignore: [] });
    expect(examples.map(({ right }) => right)).toEqual([
      ["4"],
      ["12", "twelve", "Twelve"],
      ["1", "one", "I"],
    ]);
    expect(examples.every(({ label }) => label === 0)).toBe(true);
    expect(examples[1]).toMatchObject({ id: "2", inputs: ["3 + 9 ="] });
    const [first, again] = (await load([sums[0]!, { ...sums[0], a: 5 }])).examples;
    expect(first!.group).toBe(again!.group);
  });

  it("counts forms once that are the same by what is ignored", async () => {
    const { examples } = await load(sums, { alsoRight: "other", ignore: ["case"] });
    expect(examples[1]!.right).toEqual(["12", "twelve"]);
  });

  it.each([null, "", " ", Number.NaN, undefined])(
    "takes %j for nothing else that is right",
    async (other) => {
      const { examples } = await load([{ ...sums[0], other }], { alsoRight: "other" });
      expect(examples[0]!.right).toEqual(["4"]);
    },
  );

  it("refuses a row without an answer, or with one that is none, by its place", async () => {
    const complaint = "must be an answer or a list of answers, each a text or a number, got";
    const more = "; drop the row, or give its answer";
    expect(await refusal([sums[0]!, { q: "?", a: " " }])).toBe(
      `rows "sums": row 2: "a" ${complaint} " "${more}`,
    );
    expect(await refusal([{ q: "?", a: { b: 1 } }])).toContain(complaint);
    expect(await refusal([{ q: "?", a: ["x", null] }])).toContain(`${complaint} null`);
    expect(await refusal([{ q: "?", a: [] }])).toBe('rows "sums": row 1: "a" has no answer in it');
    expect(await refusal([{ q: "?" }])).toContain('no field "a"');
    expect(await refusal(sums, { alsoRight: "others" })).toContain('did you mean "other"?');
  });

  it("has no form of two classes", async () => {
    expect(await refusal(sums, { as: "binary" })).toBe(
      'answers: has no form of two classes, got as: "binary"; leave it out',
    );
  });

  it("refuses what is no way to compare", () => {
    expect(() => task(sums, { ignore: ["spaces"] as never })).toThrow(
      /answers: "ignore.0" must be/,
    );
  });

  it("splits, and says what is missing where there is too little", async () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ q: `${i} + 1 =`, a: i + 1 }));
    const parts = Object.values(splitTask(await load(many), 0)) as Int32Array[];
    expect(parts.reduce((sum, { length }) => sum + length, 0)).toBe(40);
    const few = await load(many.slice(0, 3));
    expect(() => splitTask(few, 0)).toThrow(
      'task "sums": the validation split needs examples, got 0 of "answer" (of 3 examples in all)',
    );
  });
});

describe("answerKey", () => {
  it.each([
    ["  a   b ", [], "a b"],
    ["A b", ["case"], "a b"],
    ["1 2\t6", ["blanks"], "126"],
    [" E 4 ", ["case", "blanks"], "e4"],
    ["e\u0301", [], "\u00e9"],
  ] as const)("of %j, ignoring %j, is %j", (text, ignore, key) => {
    expect(answerKey(text, { ignore: [...ignore] })).toBe(key);
  });
});
