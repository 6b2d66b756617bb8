import { describe, expect, it } from "vitest";
import { resampler } from "./resampler.js";

const total = (counts: Uint8Array) => counts.reduce((sum, count) => sum + count, 0);

describe("resampler", () => {
  it("draws as many examples as there are, and one seed fewer", () => {
    const draws = resampler({ examples: 50, seeds: 5, resamples: 100 });
    for (let b = 0; b < 100; b += 1) {
      expect(total(draws.exampleCounts(b))).toBe(50);
      expect(total(draws.seedCounts(b))).toBe(4);
    }
    expect(draws.largestTotal).toBe(50);
  });

  it("draws the only seed once", () => {
    expect([...resampler({ examples: 2, seeds: 1, resamples: 100 }).seedCounts(7)]).toEqual([1]);
  });

  it("draws groups whole", () => {
    const groups = ["a", "b", "a", "c", "b", "a"];
    const draws = resampler({ examples: 6, seeds: 1, groups, resamples: 100 });
    for (let b = 0; b < 100; b += 1) {
      const [a1, b1, a2, c, b2, a3] = draws.exampleCounts(b);
      expect([a2, a3, b2]).toEqual([a1, a1, b1]);
      expect(a1! + b1! + c!).toBe(3);
    }
    // Three draws of the group of three.
    expect(draws.largestTotal).toBe(9);
  });

  it("holds more groups than a call can have arguments", () => {
    const groups = Array.from({ length: 150_000 }, (_, i) => `${i}`);
    const draws = resampler({ examples: 150_000, seeds: 1, groups, resamples: 500 });
    expect(draws.largestTotal).toBe(150_000);
  });

  it("draws the same for the same seed, another for another, kept or drawn anew", () => {
    const of = (seed: number) => [
      ...resampler({ examples: 20, seeds: 3, resamples: 100, seed }).exampleCounts(3),
    ];
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    // More counts than are kept: the table is not made, draws repeat.
    const large = resampler({ examples: 40_000, seeds: 1, resamples: 2000 });
    const third = [...large.exampleCounts(3)];
    large.exampleCounts(4);
    expect([...large.exampleCounts(3)]).toEqual(third);
  });

  it("refuses numbers out of range and groups of another length", () => {
    expect(() => resampler({ examples: 0, seeds: 1 })).toThrow(
      "bootstrap: examples must be a whole number from 1, got 0",
    );
    expect(() => resampler({ examples: 5, seeds: 1, resamples: 20 })).toThrow(
      "resamples must be a whole number from 100",
    );
    expect(() => resampler({ examples: 2, seeds: 1, groups: ["a"] })).toThrow(
      "groups must be one per example, 2, got 1",
    );
  });
});
