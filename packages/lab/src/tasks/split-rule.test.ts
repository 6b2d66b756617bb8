import { describe, expect, it } from "vitest";
import { rows, table } from "./describe.js";
import { taskFromJson } from "./from-json.js";
import { loadTask } from "./load.js";
import type { TableOptions } from "./options.js";
import { type Splits, splitTask } from "./split.js";
import { type PartName, partNames } from "./split-options.js";
import { splitWarnings } from "./split-warnings.js";
import type { TaskExamples } from "./task.js";

const baseDir = ".";

/** 400 examples of difficulties 1 to 4 and two subjects, classes even in each. */
const examples = Array.from({ length: 400 }, (_, i) => ({
  text: `text ${i}`,
  label: i % 2,
  difficulty: 1 + (Math.floor(i / 2) % 4),
  subject: i % 3 === 0 ? "law" : "art",
  digits: String(1 + (i % 4)),
}));

const described = (splits: TableOptions["splits"], own: Partial<TableOptions> = {}) =>
  table(rows("ruled", examples), {
    text: "text",
    label: "label",
    facts: ["difficulty", "subject", "digits"],
    splits,
    ...own,
  });
const loaded = (splits: TableOptions["splits"], own: Partial<TableOptions> = {}) =>
  loadTask(described(splits, own), { baseDir });

const values = (task: TaskExamples, splits: Splits, part: PartName, fact = "difficulty") =>
  [...new Set(Array.from(splits[part], (row) => task.examples[row]!.facts?.[fact]))].sort();

const easyToHard = {
  by: "difficulty",
  only: { supervise: { atMost: 2 }, transfer: { atMost: 2 }, test: { atLeast: 4 } },
};

describe("splits.by and splits.only", () => {
  it("gives each part the examples that it may have; validation follows transfer", async () => {
    const task = await loaded(easyToHard);
    const splits = splitTask(task, 0);
    expect(values(task, splits, "supervise")).toEqual([1, 2]);
    expect(values(task, splits, "transfer")).toEqual([1, 2]);
    expect(values(task, splits, "validation")).toEqual([1, 2]);
    expect(values(task, splits, "test")).toEqual([4]);
  });

  it("tests a share of what may be tested, classes even, the same for every seed", async () => {
    const task = await loaded(easyToHard);
    // A fifth of the 100 examples of difficulty 4.
    const { test } = splitTask(task, 0);
    expect(test.length).toBe(20);
    expect(test.filter((row) => task.examples[row]!.label === 1).length).toBe(10);
    expect(splitTask(task, 1).test).toEqual(test);
    expect(splitTask(task, 1).supervise).not.toEqual(splitTask(task, 0).supervise);
  });

  it("shares test and supervise with tasks that differ in transfer alone", async () => {
    const easy = splitTask(await loaded(easyToHard), 3);
    const only = { ...easyToHard.only, transfer: { atLeast: 3 } };
    const task = await loaded({ ...easyToHard, only });
    const hard = splitTask(task, 3);
    expect(hard.test).toEqual(easy.test);
    expect(hard.supervise).toEqual(easy.supervise);
    expect(values(task, hard, "transfer")).toEqual([3, 4]);
  });

  it("leaves a split alone where the rule lets everything in", async () => {
    const plain = splitTask(await loaded(undefined), 2);
    const ruled = splitTask(
      await loaded({ by: "difficulty", only: { test: { atLeast: 1 }, transfer: [1, 2, 3, 4] } }),
      2,
    );
    expect(ruled).toEqual(plain);
  });

  it("reads shares, numbers in texts, lists of texts, and functions of an example", async () => {
    const part = async (splits: TableOptions["splits"], fact?: string) => {
      const task = await loaded(splits);
      return values(task, splitTask(task, 0), "test", fact);
    };
    expect(await part({ by: "difficulty", only: { test: { highest: 0.5 } } })).toEqual([3, 4]);
    // The quarter and one more: those of value 2 all come along.
    expect(await part({ by: "difficulty", only: { test: { lowest: 0.26 } } })).toEqual([1, 2]);
    expect(
      await part({ by: "digits", only: { test: { atLeast: 2, atMost: 3 } } }, "digits"),
    ).toEqual(["2", "3"]);
    expect(await part({ by: "difficulty", only: { test: ["3", 4] } })).toEqual([3, 4]);
    expect(await part({ by: "subject", only: { test: ["law"] } }, "subject")).toEqual(["law"]);
    const byLength = await loaded({
      by: ({ inputs }) => inputs[0]!.length,
      only: { test: { atMost: 7 } },
    });
    const tested = Array.from(splitTask(byLength, 0).test, (row) => byLength.examples[row]!);
    expect(new Set(tested.map(({ inputs }) => inputs[0]!.length))).toEqual(new Set([6, 7]));
  });

  it("keeps groups together: what is left of a tested one trains nobody", async () => {
    const task = await loaded(easyToHard);
    const grouped = {
      ...task,
      examples: task.examples.map((one, i) => ({ ...one, group: `g${Math.floor(i / 8)}` })),
    };
    const splits = splitTask(grouped, 0);
    const groups = (part: PartName) =>
      new Set(Array.from(splits[part], (row) => grouped.examples[row]!.group));
    for (const part of partNames) {
      if (part === "test") continue;
      expect([...groups(part)].filter((group) => groups("test").has(group))).toEqual([]);
    }
  });

  it("holds for a test source of its own, too", async () => {
    const test = rows(
      "own",
      examples.map((one) => ({ ...one, text: `own ${one.text}` })),
    );
    const task = await loaded(easyToHard, { test });
    const splits = splitTask(task, 0);
    expect(values(task, splits, "test")).toEqual([4]);
    expect(splits.test.length).toBe(100);
  });

  it("says how many examples are in no split", async () => {
    const task = await loaded(easyToHard);
    const splits = splitTask(task, 0);
    const placed = partNames.reduce((sum, part) => sum + splits[part].length, 0);
    expect(splitWarnings(task, 0)).toEqual([
      `${400 - placed} of 400 examples are in no split, as splits.only keeps them out`,
    ]);
    expect(splitWarnings(await loaded(undefined), 0)).toEqual([]);
  });

  it("names two rules apart in the task's hash", async () => {
    const one = await loaded({ by: () => 1, only: { test: [1] } });
    const other = await loaded({ by: () => 1 + 0, only: { test: [1] } });
    expect(one.sourceHash).not.toBe(other.sourceHash);
  });

  it("is said in JSON as well", () => {
    const json = { kind: "table", source: "a.csv", text: "t", label: "l", facts: ["difficulty"] };
    expect(taskFromJson({ ...json, splits: easyToHard }).options.splits).toEqual(easyToHard);
  });

  it("refuses half a rule, a fact that is not kept, and bounds of nothing", () => {
    expect(() => described({ by: "difficulty" })).toThrow(
      'table: "splits.by" needs "splits.only", as in splits: { by: "difficulty", only: { test: ' +
        "{ atLeast: 5 } } }",
    );
    expect(() => described({ ...easyToHard, transfer: 20 })).toThrow(
      'table: give "splits.only" or "splits.transfer", not both',
    );
    expect(() => described({ only: { test: [1] } })).toThrow(
      'table: "splits.only" needs "splits.by"',
    );
    expect(() => described({ by: "dificulty", only: { test: [1] } })).toThrow(
      'table: "splits.by" must be one of the task\'s facts, got "dificulty"; did you mean ' +
        '"difficulty"?',
    );
    expect(() => described({ by: "level", only: { test: [1] } })).toThrow(
      'got "level"; keep it with facts: ["level"]',
    );
    expect(() => described({ by: "difficulty", only: { test: {} } })).toThrow(/splits\.only\.test/);
  });

  it("refuses a rule that throws, with what it says", async () => {
    const by = () => {
      throw new TypeError("no such field");
    };
    await expect(loaded({ by, only: { test: [1] } })).rejects.toThrow(
      'task "ruled": splits.by failed for example 1: no such field',
    );
  });

  it("refuses values that no example has, bounds of texts, and empty parts", async () => {
    await expect(loaded({ by: "subject", only: { test: ["lw"] } })).rejects.toThrow(
      'task "ruled": splits.only asks for "lw", and no example has that "subject"; did you mean ' +
        '"law"?',
    );
    await expect(loaded({ by: "subject", only: { test: { atLeast: 2 } } })).rejects.toThrow(
      'task "ruled": splits.only with bounds needs numbers in "subject", 1 has "law"; give a ' +
        "list of values",
    );
    const none = await loaded({ by: "difficulty", only: { test: { atLeast: 9 } } });
    expect(() => splitTask(none, 0)).toThrow(
      'task "ruled": the test split needs two classes, got 0 of "0", 0 of "1" (of 400 examples ' +
        "in all); give more examples, a larger share, or a wider splits.only",
    );
  });
});
