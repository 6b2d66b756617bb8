import { InputError } from "@w2s/base";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { random } from "./random.js";

const draws = (seed: number, purpose: string) => {
  const stream = random(seed, purpose);
  return Array.from({ length: 8 }, () => stream.integer(1000));
};

describe("random", () => {
  it("gives the same numbers for the same seed and purpose", () => {
    expect(draws(7, "split")).toEqual(draws(7, "split"));
  });

  it("gives other numbers for another seed or another purpose", () => {
    const seen = [
      draws(7, "split"),
      draws(8, "split"),
      draws(7, "test"),
      draws(71, "/split"),
      draws(-7, "split"),
    ];
    expect(new Set(seen.map(String)).size).toBe(seen.length);
  });

  it("stays the same from one release to the next", () => {
    expect(draws(0, "pinned")).toEqual([272, 346, 278, 53, 342, 970, 869, 530]);
  });

  it("refuses a seed that is not an integer", () => {
    expect(() => random(0.5, "split")).toThrow(new InputError("seed: must be an integer, got 0.5"));
  });

  it("draws integers evenly", () => {
    const counts = new Array<number>(6).fill(0);
    const stream = random(1, "dice");
    for (let roll = 0; roll < 60_000; roll += 1) counts[stream.integer(6)]! += 1;
    // 60,000 rolls, 10,000 expected a face, standard deviation sqrt(60,000 * 1/6 * 5/6) = 91.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * 91);
  });

  it("draws normals with mean 0 and variance 1", () => {
    const stream = random(2, "normal");
    const values = Array.from({ length: 20_000 }, () => stream.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(20_000)); // four standard errors
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
  });

  it("permutes: every index once", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(200), (seed, n) => {
        expect([...random(seed, "p").permutation(n)].sort((a, b) => a - b)).toEqual([
          ...Array(n).keys(),
        ]);
      }),
    );
  });

  it("shuffles three items into all six orders equally often", () => {
    const orders = new Map<string, number>();
    const stream = random(3, "shuffle");
    for (let trial = 0; trial < 6000; trial += 1) {
      const order = stream.shuffle(["a", "b", "c"]).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    // 1,000 expected each, standard deviation sqrt(6,000 * 1/6 * 5/6) = 29.
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * 29);
  });
});
