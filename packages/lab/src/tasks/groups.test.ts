import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { random } from "../random.js";
import { drawGroups } from "./groups.js";

const draw = (examples: { group: string; label: number }[], target: number, balance = true) => {
  const rows = Int32Array.from(examples.keys());
  return drawGroups(rows, examples, { target, balance, stream: random(0, "test") });
};

describe("drawGroups", () => {
  it("takes equally many of each class, or as many as their shares", () => {
    const examples = Array.from({ length: 100 }, (_, row) => ({
      group: String(row),
      label: row < 20 ? 1 : 0,
    }));
    const ones = (rows: Int32Array) => rows.filter((row) => row < 20).length;
    expect(ones(draw(examples, 20).taken)).toBe(10);
    expect(ones(draw(examples, 20, false).taken)).toBe(4);
    expect(draw(examples, 20).taken.length).toBe(20);
  });

  it("takes the number it is given where that is less than one of each class", () => {
    const examples = Array.from({ length: 770 }, (_, row) => ({
      group: String(row),
      label: row % 77,
    }));
    // Half an example of each class and more: rounded, that would be one of each.
    for (const target of [30, 40, 60, 116, 600]) {
      const { taken } = draw(examples, target, false);
      expect(taken.length).toBe(target);
      const counts = new Map<number, number>();
      for (const row of taken) counts.set(row % 77, (counts.get(row % 77) ?? 0) + 1);
      // No class is kept from the draw for its number.
      expect(Math.max(...counts.keys())).toBeGreaterThan(38);
    }
  });

  it("never divides a group", () => {
    const examples = Array.from({ length: 100 }, (_, row) => ({
      group: String(row % 30),
      label: row % 2,
    }));
    const { taken, rest } = draw(examples, 50);
    const groups = new Set(Array.from(taken, (row) => examples[row]!.group));
    expect(rest.some((row) => groups.has(examples[row]!.group))).toBe(false);
    expect(taken.length + rest.length).toBe(100);
  });

  it("takes whole groups however coarse they are, and none where half of one is not due", () => {
    // Ten groups of 20, each of one class. Of 20 rows one group is due, half a one of each class.
    const examples = Array.from({ length: 200 }, (_, row) => ({
      group: String(row % 10),
      label: row % 2,
    }));
    expect(draw(examples, 20).taken.length).toBe(20);
    // .4 of a group.
    expect(draw(examples, 8).taken.length).toBe(0);
  });

  it("takes large groups as often as small ones", () => {
    // 20 groups of 10 and 100 of one, half of either of each class: two thirds of the rows are in
    // large groups. Of 120 groups a fifth is due, 24: 12 of each class.
    const examples = Array.from({ length: 300 }, (_, row) => ({
      group: row < 200 ? `large ${Math.floor(row / 10)}` : `small ${row}`,
      label: Math.floor(row / 10) % 2,
    }));
    for (const balance of [true, false]) {
      const draws = Array.from({ length: 400 }, (_, seed) =>
        drawGroups(Int32Array.from(examples.keys()), examples, {
          target: 60,
          balance,
          stream: random(seed, "sizes"),
        }),
      );
      const mean = (of: (taken: Int32Array) => number) =>
        draws.reduce((sum, { taken }) => sum + of(taken), 0) / draws.length;
      // A fifth of 20 large groups, 4 of them, hypergeometric: variance 24 (20/120)(100/120)
      // (96/119) = 2.69; over 400 draws an error of .08, four of which are .33 groups.
      const large = (taken: Int32Array) => taken.filter((row) => row < 200).length / 10;
      expect(Math.abs(mean(large) - 4)).toBeLessThan(0.33);
      // So sizes are right on average: 60, each large group 9 rows more than a small one.
      expect(Math.abs(mean((taken) => taken.length) - 60)).toBeLessThan(9 * 0.33);
      const groups = (taken: Int32Array) =>
        new Set(Array.from(taken, (row) => examples[row]!.group)).size;
      expect(new Set(draws.map(({ taken }) => groups(taken)))).toEqual(new Set([24]));
    }
  });

  it("draws every group with the same chance", () => {
    // Sizes 1 to 8, one class: 4 of 8 groups are due, each in half of the draws. Of 1,000 draws
    // 500, standard error 15.8; five of them are 79.
    const examples = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((size) =>
      Array.from({ length: size }, () => ({ group: String(size), label: 0 })),
    );
    const times = new Map<string, number>();
    for (let seed = 0; seed < 1000; seed += 1) {
      const { taken } = drawGroups(Int32Array.from(examples.keys()), examples, {
        target: 18,
        balance: false,
        stream: random(seed, "chance"),
      });
      for (const group of new Set(Array.from(taken, (row) => examples[row]!.group))) {
        times.set(group, (times.get(group) ?? 0) + 1);
      }
    }
    expect([...times.keys()].sort()).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
    for (const count of times.values()) expect(Math.abs(count - 500)).toBeLessThan(79);
  });

  it("balances classes in expectation where groups are mixed", () => {
    // 60 groups of two 0s and a 1, 5 of two 1s: 120 to 70, and of 40 rows 20 and 20 are due.
    const examples = Array.from({ length: 190 }, (_, row) => ({
      group: row < 180 ? `mixed ${Math.floor(row / 3)}` : `ones ${Math.floor(row / 2)}`,
      label: row < 180 ? Number(row % 3 === 2) : 1,
    }));
    // Shares a, b with 120 a = 20 and 60 a + 10 b = 20: a = 1/6, b = 1: 10 mixed groups, all 5 of
    // ones, so 20 zeros and 10 + 10 ones.
    const { taken } = draw(examples, 40);
    const ones = taken.filter((row) => examples[row]!.label === 1).length;
    expect([taken.length - ones, ones]).toEqual([20, 20]);
  });

  it("draws single examples as it always has", () => {
    // SHA-256 of the rows of 32 draws, made at commit 9ef4f30, before groups were drawn without a
    // look at their size.
    const hash = createHash("sha256");
    for (const [classes, n, every] of [
      [2, 500, 3],
      [2, 333, 2],
      [3, 400, 4],
      [4, 97, 5],
    ] as const) {
      const examples = Array.from({ length: n }, (_, i) => ({
        group: `g${i}`,
        label: i % every === 0 ? 0 : i % classes,
      }));
      for (const balance of [true, false]) {
        for (const share of [0.1, 0.2, 0.5, 0.9]) {
          const { taken, rest } = drawGroups(Int32Array.from(examples.keys()), examples, {
            target: Math.round(share * n),
            balance,
            stream: random(7, "split/test"),
          });
          hash.update(`${[...taken].join()};${[...rest].join()}\n`);
        }
      }
    }
    expect(hash.digest("hex")).toBe(
      "646b459f03d6cfa780b46a9752f7b501b96275c5fd349a57ac76e9254c4cce15",
    );
  });

  it("takes nothing, or all, when told to", () => {
    const examples = Array.from({ length: 10 }, (_, row) => ({
      group: String(row),
      label: row % 2,
    }));
    expect(draw(examples, 0).taken.length).toBe(0);
    expect(draw(examples, 10).rest.length).toBe(0);
  });
});
