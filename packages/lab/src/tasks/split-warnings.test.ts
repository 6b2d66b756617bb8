import { describe, expect, it } from "vitest";
import { splitWarnings } from "./split-warnings.js";
import type { TaskExamples } from "./task.js";

const taskOf = (examples: readonly { group: string; label: number }[]): TaskExamples => ({
  name: "made up",
  shape: "classify",
  options: 2,
  optionNames: ["no", "yes"],
  examples: examples.map((example, row) => ({ ...example, id: String(row), inputs: [`t${row}`] })),
  fixed: { test: null, validation: null },
  dropped: { unlabelled: 0, empty: 0, tied: 0, balance: 0, leaked: 0, limit: 0 },
  warnings: [],
  sourceHash: "0".repeat(64),
  splitting: { test: 0.2, validation: 0.1, balance: true, seed: 0 },
});

describe("splitWarnings", () => {
  it("has nothing to say of single examples", () => {
    const task = taskOf(Array.from({ length: 200 }, (_, i) => ({ group: `${i}`, label: i % 2 })));
    expect(splitWarnings(task, 0)).toEqual([]);
  });

  it("says how far large groups move a part", () => {
    // One group of 60 and 140 single examples: whichever part the 60 are in is too large.
    const task = taskOf(
      Array.from({ length: 200 }, (_, i) => ({ group: i < 60 ? "one" : `${i}`, label: i % 2 })),
    );
    const lines = splitWarnings(task, 0);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines[0]).toMatch(/^(test|supervise|validation) has \d+ examples where \d+ were due/);
  });

  it("says how many there are where numbers ask for more", () => {
    const examples = Array.from({ length: 300 }, (_, i) => ({ group: `${i}`, label: i % 2 }));
    const task = taskOf(examples);
    const asking = (supervise: number, transfer: number) =>
      splitWarnings({ ...task, splitting: { ...task.splitting, supervise, transfer } }, 0);
    // 240 beside test: of 10,000 and 13,000 / .9 = 14,444 these are 98 and 142, 14 to validation.
    expect(asking(10_000, 13_000)).toEqual([
      '"splits" asks for 10,000 examples to supervise and 13,000 to transfer, 240 are there: ' +
        "98 and 128, in proportion",
    ]);
    expect(asking(100, 90)).toEqual([]);
  });

  it("says when whole groups leave the classes of test apart", () => {
    // Groups of 3 to 1: no draw of whole groups has equal classes.
    const task = taskOf(
      Array.from({ length: 400 }, (_, i) => ({
        group: `${Math.floor(i / 4)}`,
        label: Number(i % 4 === 0),
      })),
    );
    expect(splitWarnings(task, 0)).toEqual([
      'test is not balanced: 75% are "no", as groups stay whole',
    ]);
  });
});
