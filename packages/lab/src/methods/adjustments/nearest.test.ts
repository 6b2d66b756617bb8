import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { nearest, neighboursMean } from "./nearest.js";

/** Points on a line. */
const line = (...places: number[]) => ndarray(Float32Array.from(places), [places.length, 1]);
const lists = (found: readonly Int32Array[]) => found.map((near) => [...near]);

describe("nearest", () => {
  it("gives the k nearest others, nearest first, the lower index at a tie", () => {
    expect(lists(nearest(line(0, 1, 3, 2), 2))).toEqual([
      [1, 3],
      [0, 3],
      [3, 1],
      [1, 2],
    ]);
  });

  it("looks among some alone, and gives fewer where there are not so many", () => {
    expect(lists(nearest(line(0, 1, 3), 5, Int32Array.of(0, 2)))).toEqual([[2], [0, 2], [0]]);
  });
});

describe("neighboursMean", () => {
  it("is the mean of the neighbours' labels, its own without one", () => {
    const labels = ndarray(Float32Array.from([1, 0, 0.5, 0.5, 0, 1]), [3, 2]);
    const near = [Int32Array.of(1, 2), Int32Array.of(0), Int32Array.of()];
    // (.5 + 0) / 2 and (.5 + 1) / 2.
    expect([...neighboursMean(labels, near).data]).toEqual([0.25, 0.75, 1, 0, 0, 1]);
  });
});
