import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { random } from "../random.js";
import { surest, surestOf } from "./index.js";

const kept = (keep: number, rows: readonly (readonly number[])[]) => {
  const probabilities = ndarray(Float32Array.from(rows.flat()), [rows.length, rows[0]!.length]);
  const input = { probabilities, features: undefined, said: [], random: random(1, "test") };
  return [...surestOf(keep).apply(input).keep!];
};

describe("surestOf", () => {
  // Class 0: examples 0 (.9), 2 (.6), 4 (.55), 5 (.5, a tie: the lowest); class 1: 1 (.8), 3 (.7).
  const rows = [
    [0.9, 0.1],
    [0.2, 0.8],
    [0.6, 0.4],
    [0.3, 0.7],
    [0.55, 0.45],
    [0.5, 0.5],
  ];

  it("keeps the same share of each class, the surest of it", () => {
    // Half of 4 and half of 2.
    expect(kept(0.5, rows)).toEqual([0, 1, 2]);
    expect(kept(1, rows)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("keeps one of a class that has any, and asks nothing of one that has none", () => {
    expect(kept(0.01, rows)).toEqual([0, 1]);
    expect(kept(0.5, rows.slice(0, 1).concat([[0.7, 0.3]]))).toEqual([0]);
  });

  it("knows three classes", () => {
    const three = [
      [0.5, 0.3, 0.2],
      [0.1, 0.2, 0.7],
      [0.4, 0.35, 0.25],
      [0.2, 0.2, 0.6],
    ];
    expect(kept(0.5, three)).toEqual([0, 1]);
  });
});

describe("surest", () => {
  it("refuses a share out of range, and none", () => {
    expect(() => surest({ keep: 0 })).toThrow('surest: "keep" must be in (0, 1], got 0');
    expect(() => surest.from({})).toThrow('surest: "keep" must be given');
  });
});
