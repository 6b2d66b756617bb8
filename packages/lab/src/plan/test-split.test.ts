import { beforeAll, describe, expect, it } from "vitest";
import { roomOf, wordsTask } from "../../test/rooms.js";
import type { TaskRoom } from "./task-room.js";
import { SeedTruths, seedTruthsOf, TestSplit, testSplitOf } from "./test-split.js";

let room: TaskRoom;
beforeAll(async () => {
  room = await roomOf(wordsTask(120));
});

describe("TestSplit", () => {
  const split = (changes: Partial<Record<"rows" | "truth", Int32Array>> = {}, fact = 1) =>
    new TestSplit(
      changes.rows ?? Int32Array.of(4, 2),
      changes.truth ?? Int32Array.of(1, 0),
      ["a", "b"],
      new Map([["difficulty", [fact, 2]]]),
    );

  it("is named by rows, truth, groups and facts, and by nothing else", () => {
    const others = [
      split({ rows: Int32Array.of(2, 4) }),
      split({ truth: Int32Array.of(0, 1) }),
      split({}, 3),
      new TestSplit(Int32Array.of(4, 2), Int32Array.of(1, 0), ["a", "a"], new Map()),
    ];
    const names = [split(), ...others].map(({ identity }) => identity);
    expect(new Set(names).size).toBe(5);
    expect(split().identity).toBe(names[0]);
  });

  it("knows the right option of a row, wherever that row stands", () => {
    expect([split().truthOf(4), split().truthOf(2)]).toEqual([1, 0]);
  });
});

describe("testSplitOf", () => {
  it("is the same test under every seed", () => {
    expect(testSplitOf(room, 0).identity).toBe(testSplitOf(room, 5).identity);
    const { rows, truth, groups } = testSplitOf(room, 0);
    expect([...truth]).toEqual(Array.from(rows, (row) => room.examples[row]!.label));
    expect(groups).toEqual(Array.from(rows, (row) => room.examples[row]!.group));
  });
});

describe("seedTruthsOf", () => {
  it("is of transfer and validation, a seed each, and named by all of it", () => {
    const truths = seedTruthsOf(room, [0, 1]);
    const [first] = truths.parts;
    expect([...first!.transfer.rows]).toEqual([...room.rows(0).transfer]);
    expect([...first!.validation.truth]).toEqual(
      Array.from(room.rows(0).validation, (row) => room.truth[row]),
    );
    expect(seedTruthsOf(room, [1, 0]).identity).not.toBe(truths.identity);
    expect(new SeedTruths(truths.parts).identity).toBe(truths.identity);
  });
});
