import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { choices, loadTask, rows, type Task } from "../index.js";

const load = (task: Task) => loadTask(task, { baseDir: "." });

async function refusal(task: Task): Promise<string> {
  const error: unknown = await load(task).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

describe("choices", () => {
  const quiz = [
    { q: "2 + 2?", a: "four", b: "five", c: "six", right: "four" },
    { q: "3 + 3?", a: "four", b: "five", c: "six", right: 2 },
  ];
  const task = (from: object[], more = {}) =>
    choices(rows("quiz", from), {
      question: "q",
      choices: ["a", "b", "c"],
      answer: "right",
      ...more,
    });

  it("gives one right and one wrong example a question, grouped by question", async () => {
    const { examples, optionNames, shape } = await load(task(quiz));
    expect(optionNames).toEqual(["wrong", "right"]);
    expect(shape).toBe("classify");
    expect(examples.map(({ label }) => label)).toEqual([1, 0, 1, 0]);
    expect(examples[0]).toMatchObject({ id: "1/0", inputs: ["2 + 2?\nfour"] });
    expect(examples[2]).toMatchObject({ id: "2/2", inputs: ["3 + 3?\nsix"] });
    expect(examples[1]!.inputs[0]).toMatch(/^2 \+ 2\?\n(five|six)$/);
    expect(examples[1]!.group).toBe(examples[0]!.group);
    expect(examples[2]!.group).not.toBe(examples[0]!.group);
  });

  it("takes no choice for wrong that is the right one but for its blanks or form", async () => {
    const twice = { q: "?", a: "caf\u00e9", b: " cafe\u0301\n", c: "tea", right: 0 };
    const { examples } = await load(task([twice]));
    expect(examples.map(({ id }) => id)).toEqual(["1/0", "1/2"]);
    expect(await refusal(task([{ ...twice, c: "caf\u00e9 " }]))).toBe(
      'rows "quiz": row 1: all choices have the same text',
    );
    const plain = [0, 1, 2].map((right) => ({ q: `${right}?`, a: "x", b: "y", c: "z", right }));
    const compared = await load(task([...plain, twice], { together: 3 }));
    expect(compared.examples.map(({ id }) => id)).toEqual(["1", "2", "3"]);
    expect(compared.warnings).toEqual([
      "1 row left out: the right text and another one are the same",
    ]);
  });

  it("draws every wrong choice equally often, by the task's seed", async () => {
    const many = Array.from({ length: 600 }, (_, index) => ({ ...quiz[0], q: `${index}?` }));
    const drawn = async (seed: number) =>
      (await load(task(many, { seed }))).examples.map(({ id }) => id);
    const ids = await drawn(0);
    // 600 draws of two: 300 each, standard deviation sqrt(600 / 4) = 12.
    expect(Math.abs(ids.filter((id) => id.endsWith("/1")).length - 300)).toBeLessThan(49);
    expect(await drawn(0)).toEqual(ids);
    expect(await drawn(1)).not.toEqual(ids);
  });

  it("takes an empty cell for a choice that the question does not have", async () => {
    const cells = Array.from({ length: 40 }, (_, i) => ({ q: `${i}?`, a: "yes", b: "no", c: "" }));
    const { examples } = await load(
      choices(
        rows(
          "cells",
          cells.map((row) => ({ ...row, right: 0 })),
        ),
        {
          ...{ question: "q", choices: ["a", "b", "c"], answer: "right", allowEmpty: true },
        },
      ),
    );
    const texts = new Set(examples.map(({ inputs }) => inputs[0]!.split("\n")[1]));
    expect(texts).toEqual(new Set(["yes", "no"]));
  });

  it("takes choices from a list, answers through a map, and its own wording", async () => {
    const from = [{ stem: "Sky?", choices: { text: ["blue", "red"] }, key: "A" }];
    const { examples } = await load(
      choices(rows("arc", from), {
        question: "stem",
        choices: "choices.text",
        answer: "key",
        labels: { A: 0, B: 1 },
        input: "Q: {question} A: {choice}",
      }),
    );
    expect(examples.map(({ inputs }) => inputs[0])).toEqual(["Q: Sky? A: blue", "Q: Sky? A: red"]);
  });

  it("takes answers through a map of themselves: as numbers, with a point, with gaps", async () => {
    const labels = { 0: 0, 1: 1, 2: 2, null: null };
    const from = [2, "2.0", 2n, null].map((right, i) => ({ ...quiz[0], q: `${i}?`, right }));
    const { examples, dropped } = await load(task(from, { labels }));
    const right = examples.filter(({ label }) => label === 1);
    expect(right.map(({ id }) => id)).toEqual(["1/2", "2/2", "3/2"]);
    expect(dropped.unlabelled).toBe(1);
  });

  it("refuses answers that a map does not name, gaps mapped or not", async () => {
    const labels = { A: 0, null: null };
    const answered = (right: unknown) => refusal(task([{ ...quiz[0], right }], { labels }));
    expect(await answered("B")).toBe(
      'rows "quiz": row 1: "right" must be one of "A", got "B"; add it to labels',
    );
    expect(await answered(["A"])).toMatch(/got a list; name one value in it, as in "right\.0"$/);
    expect(await answered("")).toMatch(
      /got ""; leave such rows out with labels: \{ \.\.\., "": null \}$/,
    );
    const onlyGaps = { labels: { null: null } };
    expect(await refusal(task([{ ...quiz[0], right: "seven" }], onlyGaps))).toMatch(
      /must be an index in 0\.\.2 or the text of a choice, got "seven"/,
    );
  });

  it("refuses answers that are no choice, or two things at once", async () => {
    expect(await refusal(task([{ ...quiz[0], right: 3 }]))).toBe(
      'rows "quiz": row 1: "right" must be an index in 0..2 or the text of a choice, got 3; if ' +
        'answers count from 1, map them with labels: { "1": 0, "2": 1, "3": 2 }',
    );
    const numbers = { q: "1 + 1?", a: "3", b: "2", c: "1", right: "1" };
    expect(await refusal(task([numbers]))).toBe(
      'rows "quiz": row 1: "right" is both the index and the text of a choice, got "1"; say ' +
        'answerIs: "index" or "text"',
    );
    const id = async (answerIs: string) =>
      (await load(task([numbers], { answerIs }))).examples[0]!.id;
    expect(await id("index")).toBe("1/1");
    expect(await id("text")).toBe("1/2");
    expect(await refusal(task([{ q: "?", a: "x", b: "x", c: "x", right: 0 }]))).toMatch(
      "all choices have the same text",
    );
    expect(
      await refusal(
        choices(rows("quiz", [{ q: "?", o: "x", right: 0 }]), {
          question: "q",
          choices: "o",
          answer: "right",
        }),
      ),
    ).toBe(
      'rows "quiz": row 1: "o" must be a list of two or more texts, got "x"; write it as ' +
        'JSON, ["one", "two"], or use rows()',
    );
  });

  const listed = (c: unknown, a: unknown, more = {}) =>
    choices(rows("quiz", [{ q: "?", c, a }]), {
      question: "q",
      choices: "c",
      answer: "a",
      ...more,
    });

  it("takes a boolean for the choice of that word alone", async () => {
    const of = (c: readonly string[], more = {}) =>
      choices(
        rows("quiz", [
          { q: "1?", c, right: true },
          { q: "2?", c, right: false },
        ]),
        { question: "q", choices: "c", answer: "right", together: 2, ...more },
      );
    const rightOf = async (task: Task) => (await load(task)).examples.map(({ label }) => label);
    expect(await rightOf(of(["True", "False"]))).toEqual([0, 1]);
    expect(await rightOf(of(["false", "true"]))).toEqual([1, 0]);
    expect(await rightOf(of(["Yes", "No"], { labels: { true: 0, false: 1 } }))).toEqual([0, 1]);
    expect(await refusal(of(["Yes", "No"]))).toBe(
      'rows "quiz": row 1: "right" must be an index in 0..1 or the text of a choice, got true; ' +
        'say which choice that is, as in labels: { "true": 0, "false": 1 }',
    );
    expect(await refusal(of(["True", "False"], { answerIs: "index" }))).toContain(
      "got true; say which choice",
    );
  });

  it("takes a list as CSV holds it, in JSON, and choices that are numbers", async () => {
    const right = async (task: Task) => (await load(task)).examples[0]!.inputs[0];
    expect(await right(listed('["red", "blue"]', 1))).toBe("?\nblue");
    expect(await right(listed([10, 20n, 0.5], 2))).toBe("?\n0.5");
    expect(await right(listed([10, 20], 20, { answerIs: "text" }))).toBe("?\n20");
    expect(await refusal(listed([10, 20], 20))).toMatch(/, got 20; say answerIs: "text"$/);
    expect(await refusal(listed([1, 0], 1))).toMatch(
      /is both the index and the text of a choice, got 1; say answerIs: "index" or "text"$/,
    );
    expect(await right(listed([1, 0], 1, { answerIs: "index" }))).toBe("?\n0");
    expect(await refusal(listed(["a", "b"], "B", { labels: { A: 0, B: 4 } }))).toMatch(
      /must be an index in 0\.\.1 or the text of a choice, got "B"; labels maps it to 4$/,
    );
  });

  it.each([
    ["texts and their letters", { text: ["a", "b"], label: ["A", "B"] }, 'is it "c.text"?'],
    ["letters and their texts", { label: ["A", "B"], text: ["one", "two"] }, 'is it "c.text"?'],
    [
      "objects of a letter and a text",
      [
        { label: "A", text: "one" },
        { label: "B", text: "two" },
      ],
      'name a field for each, as in ["c.0.text", ...]',
    ],
    ["texts by letter", { A: "a", B: "b" }, 'name a field for each choice: ["c.A", "c.B"]'],
    ["objects", [{ text: "a" }, { text: "b" }], 'name a field for each, as in ["c.0.text", ...]'],
    ["a list that NumPy cut", "['a' ... 'b']", 'write it as JSON, ["one", "two"], or use rows()'],
  ])("says what to name where choices are %s", async (_, c, next) => {
    expect((await refusal(listed(c, 0))).endsWith(`; ${next}`)).toBe(true);
  });

  it("reads lists as Python and NumPy print them", async () => {
    for (const c of [`['a', "b's"]`, `['a' "b's"]`, `["a", "b's"]`]) {
      const { examples } = await load(listed(c, 1));
      expect(examples.map(({ inputs, label }) => [inputs[0]!.split("\n")[1], label])).toEqual([
        ["b's", 1],
        ["a", 0],
      ]);
    }
  });

  it("gives one comparison of all choices a question, when asked", async () => {
    const three = [...quiz, { q: "2 + 3?", a: "four", b: "five", c: "six", right: 1 }];
    const { examples, options, shape } = await load(task(three, { together: 3 }));
    expect([shape, options]).toEqual(["compare", 3]);
    expect(examples.map(({ label }) => label)).toEqual([0, 2, 1]);
    expect(examples[1]!.inputs).toEqual(["3 + 3?\nfour", "3 + 3?\nfive", "3 + 3?\nsix"]);
    expect(await refusal(task(quiz, { together: 4 }))).toBe(
      'rows "quiz": row 1: must have 4 choices, as "together" says, got 3',
    );
  });

  it("refuses a wording with unknown parts before any data", async () => {
    expect(await refusal(task(quiz, { input: "{question} {answer}" }))).toBe(
      'input: knows {question} and {choice}, got "{answer}"',
    );
  });

  it("are binary as they are, and not with all choices together", async () => {
    const plain = await load(task(quiz));
    const { examples, shape, options } = await load(task(quiz, { as: "binary" }));
    expect([shape, options]).toEqual(["classify", 2]);
    expect(examples).toEqual(plain.examples);
    expect(await refusal(task(quiz, { as: "binary", together: 3 }))).toBe(
      'choices: give "together" or as: "binary", not both',
    );
    expect(() => task(quiz, { as: "binry" })).toThrow(
      'choices: "as" must be "binary", got "binry"',
    );
  });
});
