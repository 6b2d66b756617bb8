import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdOut } from "./hold-out.js";
import { type Splits, splitTask } from "./split.js";
import type { Splitting, TaskExamples } from "./task.js";

const splitting: Splitting = { test: 0.2, validation: 0.1, balance: true, seed: 0 };

/** A task from (group, label) pairs. */
function taskOf(examples: readonly { group: number; label: number }[], fixed = {}): TaskExamples {
  return {
    name: "made up",
    shape: "classify",
    options: 2,
    optionNames: ["no", "yes"],
    examples: examples.map(({ group, label }, row) => ({
      id: String(row),
      inputs: [`t${row}`],
      label,
      group: `g${group}`,
    })),
    fixed: { test: null, validation: null, ...fixed },
    dropped: { unlabelled: 0, empty: 0, tied: 0, balance: 0, leaked: 0, limit: 0 },
    warnings: [],
    sourceHash: "0".repeat(64),
    splitting,
  };
}

const count = (task: TaskExamples, rows: Int32Array, label: number) =>
  rows.filter((row) => task.examples[row]!.label === label).length;

/** Tasks of 100 to 300 examples in groups of one to six. */
const tasks = fc
  .array(fc.record({ size: fc.integer({ min: 1, max: 6 }), labels: fc.nat(63) }), {
    minLength: 60,
    maxLength: 100,
  })
  .map((groups) =>
    taskOf(
      groups.flatMap(({ size, labels }, group) =>
        Array.from({ length: size }, (_, i) => ({ group, label: (labels >> i) & 1 })),
      ),
    ),
  );

describe("splitTask", () => {
  it("puts every example in exactly one part, and every group on one side", () => {
    fc.assert(
      fc.property(tasks, fc.nat(), (task, seed) => {
        const parts = Object.values(splitTask(task, seed)) as Int32Array[];
        const rows = parts.flatMap((part) => [...part]);
        expect(rows.sort((a, b) => a - b)).toEqual([...task.examples.keys()]);
        const partOf = new Map<string, Int32Array>();
        for (const part of parts) {
          for (const row of part) {
            const { group } = task.examples[row]!;
            expect(partOf.get(group) ?? part).toBe(part);
            partOf.set(group, part);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("gives the same for the same seed, and the same test for every seed", () => {
    fc.assert(
      fc.property(tasks, fc.nat(), (task, seed) => {
        const first = splitTask(task, seed);
        expect(splitTask(task, seed)).toEqual(first);
        const other = splitTask(task, seed + 1);
        expect(other.test).toEqual(first.test);
        expect(other.supervise).not.toEqual(first.supervise);
      }),
      { numRuns: 30 },
    );
  });

  it("has its sizes, and equal classes in test, on average over what is drawn", () => {
    // 90 groups of one to six examples, 315 in all; a fifth is 63, half of the rest 126.
    const task = taskOf(
      Array.from({ length: 90 }, (_, group) => group).flatMap((group) =>
        Array.from({ length: 1 + (group % 6) }, (_, i) => ({
          group,
          label: (Math.floor(group / 6) + i) % 2,
        })),
      ),
    );
    const all = Array.from({ length: 200 }, (_, seed) =>
      splitTask(task, seed, { ...splitting, seed }),
    );
    const mean = (of: (splits: Splits) => number) =>
      all.reduce((sum, splits) => sum + of(splits), 0) / all.length;
    // A part of 18 groups spreads by 1.7 sqrt(18) sqrt(.8) = 6.5 rows; the mean of 200 by .46.
    expect(Math.abs(mean(({ test }) => test.length) - 63)).toBeLessThan(2);
    expect(Math.abs(mean(({ supervise }) => supervise.length) - 126)).toBeLessThan(2.5);
    const ones = mean(({ test }) => count(task, test, 1) / test.length);
    expect(Math.abs(ones - 0.5)).toBeLessThan(0.02);
  });

  it("has large groups in test as often as they are in the data", () => {
    // 40 questions of 20 rows among 800 of one: half of the rows, which test had a third of while a
    // group that went beyond a class's quota was passed over.
    const examples = Array.from({ length: 1600 }, (_, row) => ({
      group: row < 800 ? Math.floor(row / 20) : row,
      label: row % 2,
    }));
    const task = taskOf(examples);
    const large = (rows: Int32Array) => rows.filter((row) => row < 800).length;
    const all = Array.from({ length: 100 }, (_, seed) =>
      splitTask(task, seed, { ...splitting, seed }),
    );
    for (const part of ["test", "transfer", "supervise", "validation"] as const) {
      const sum = (of: (rows: Int32Array) => number) =>
        all.reduce((total, splits) => total + of(splits[part]), 0);
      // Its own error is about .01, .03 for the few groups of validation; a third would be .33.
      const share = sum(large) / sum((rows) => rows.length);
      expect(Math.abs(share - 0.5)).toBeLessThan(part === "validation" ? 0.08 : 0.04);
    }
  });

  it("lands on its sizes and balance when groups are single examples", () => {
    // 100 of class 0, 110 of class 1: test 21 + 21 of 210; the rest 79 + 89, halved 40 + 45
    // (rounded up) and 39 + 44; validation a tenth of 85: 4 + 4 or 5.
    const task = taskOf(
      Array.from({ length: 210 }, (_, group) => ({ group, label: group < 100 ? 0 : 1 })),
    );
    const { supervise, transfer, validation, test } = splitTask(task, 3);
    expect([count(task, test, 0), count(task, test, 1)]).toEqual([21, 21]);
    expect(Math.abs(supervise.length - transfer.length - validation.length)).toBeLessThanOrEqual(2);
    expect(Math.abs(count(task, supervise, 0) - 39.5)).toBeLessThanOrEqual(0.5);
    expect([8, 9]).toContain(validation.length);
  });

  it("follows the data's classes in test when balance is off", () => {
    const task = taskOf(
      Array.from({ length: 200 }, (_, group) => ({ group, label: group < 50 ? 0 : 1 })),
    );
    const { test } = splitTask(task, 0, { ...splitting, balance: false });
    expect([count(task, test, 0), count(task, test, 1)]).toEqual([10, 30]);
  });

  it("leaves fixed test and validation rows where they are", () => {
    const examples = Array.from({ length: 60 }, (_, group) => ({ group, label: group % 2 }));
    const fixed = {
      validation: Int32Array.of(40, 41, 42, 43),
      test: Int32Array.from({ length: 16 }, (_, i) => 44 + i),
    };
    const splits = splitTask(taskOf(examples, fixed), 1);
    expect(splits.test).toEqual(fixed.test);
    expect(splits.validation).toEqual(fixed.validation);
    expect([splits.supervise.length, splits.transfer.length]).toEqual([20, 20]);
  });

  it("takes the numbers it is given, and leaves the rest over", () => {
    const task = taskOf(Array.from({ length: 600 }, (_, group) => ({ group, label: group % 2 })));
    const sizes = (given: Partial<Splitting>) => {
      const splits = splitTask(task, 2, { ...splitting, ...given });
      expect(new Set(Object.values(splits).flatMap((rows) => [...rows])).size).toBe(
        Object.values(splits).reduce((sum, rows) => sum + rows.length, 0),
      );
      return [splits.supervise, splits.transfer, splits.validation].map((rows) => rows.length);
    };
    // 480 beside test. 180 to transfer are 200 with validation, 20 of them.
    expect(sizes({ supervise: 100, transfer: 180 })).toEqual([100, 180, 20]);
    expect(sizes({ supervise: 100 })).toEqual([100, 342, 38]);
    expect(sizes({ transfer: 180 })).toEqual([280, 180, 20]);
    // In proportion where they do not fit: 1,000 to 2,000 of 480, a tenth of 320 to validation.
    expect(sizes({ supervise: 1000, transfer: 1800 })).toEqual([160, 288, 32]);
    // Validation of its own comes out of nobody's number.
    const own = { ...task, fixed: { test: null, validation: Int32Array.of(598, 599) } };
    const splits = splitTask(own, 0, { ...splitting, supervise: 50, transfer: 60 });
    expect([splits.supervise.length, splits.transfer.length]).toEqual([50, 60]);
  });

  it("draws numbers anew for each seed, classes in their shares", () => {
    const task = taskOf(
      Array.from({ length: 500 }, (_, group) => ({ group, label: Number(group % 5 === 0) })),
    );
    const numbers = { ...splitting, balance: false, supervise: 100, transfer: 90 };
    const [first, second] = [0, 1].map((seed) => splitTask(task, seed, numbers).supervise);
    expect(first).not.toEqual(second);
    expect(count(task, first!, 1)).toBe(20);
  });

  it("refuses a number that leaves the other half nothing", () => {
    const task = taskOf(Array.from({ length: 100 }, (_, group) => ({ group, label: group % 2 })));
    expect(() => splitTask(task, 0, { ...splitting, supervise: 1000 })).toThrow(
      'the transfer split needs two classes, got 0 of "no", 0 of "yes" (of 100 examples in all)',
    );
  });

  it("refuses a part of many classes in one line, with the largest counts", () => {
    const many = Array.from({ length: 77 }, (_, row) => ({
      id: String(row),
      inputs: ["text"],
      label: row,
      group: String(row),
    }));
    const optionNames = many.map(({ id }) => id);
    const few = { ...taskOf([]), options: 77, optionNames, examples: many };
    expect(() => splitTask({ ...few, splitting: { ...few.splitting, supervise: 1 } }, 0)).toThrow(
      /split needs two classes, got \d of "\d+", .*, and 69 more classes \(of 77 examples in all/,
    );
  });

  it("refuses a part that is empty or has one class, with its counts", () => {
    const few = taskOf([0, 1, 0, 1].map((label, group) => ({ group, label })));
    expect(() => splitTask(few, 0)).toThrow(
      /^task "made up": the \w+ split needs two classes, got \d of "no", \d of "yes" \(of 4 examples in all\); give more examples/,
    );
  });
});

describe("holdOut", () => {
  it("divides rows by whole groups, classes in their shares, the same each time", () => {
    fc.assert(
      fc.property(tasks, fc.nat(), (task, seed) => {
        const rows = splitTask(task, 0).supervise;
        const { kept, held } = holdOut(rows, task.examples, 0.25, seed);
        expect([...kept, ...held].sort((a, b) => a - b)).toEqual([...rows]);
        const groups = new Set(Array.from(held, (row) => task.examples[row]!.group));
        expect(kept.some((row) => groups.has(task.examples[row]!.group))).toBe(false);
        expect(Math.abs(held.length - 0.25 * rows.length)).toBeLessThan(6 + 0.1 * rows.length);
        expect(holdOut(rows, task.examples, 0.25, seed)).toEqual({ kept, held });
      }),
      { numRuns: 30 },
    );
  });

  it("refuses a fraction out of range and a side without rows", () => {
    const { examples } = taskOf([0, 1, 0, 1].map((label) => ({ group: 1, label })));
    const rows = Int32Array.of(0, 1, 2, 3);
    expect(() => holdOut(rows, examples, 1, 0)).toThrow(
      "hold out: fraction must lie between 0 and 1, got 1",
    );
    expect(() => holdOut(rows, examples, 0.25, 0)).toThrow(
      "hold out: 0.25 of 4 rows in whole groups leaves one side empty",
    );
  });
});
