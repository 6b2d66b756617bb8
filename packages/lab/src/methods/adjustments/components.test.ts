import { describe, expect, it } from "vitest";
import { largestComponent } from "./components.js";

const largest = (...edges: number[][]) => [
  ...largestComponent(edges.map((to) => Int32Array.from(to))),
];

describe("largestComponent", () => {
  it("is the largest set of nodes that reach each other", () => {
    // 0 -> 1 -> 2 -> 0 is a circle; 3 reaches it and is not reached; 4 and 5 are a pair.
    expect(largest([1], [2], [0, 5], [0], [5], [4])).toEqual([0, 1, 2]);
  });

  it("is that of the lowest node where two are equally large", () => {
    expect(largest([2], [3], [0], [1])).toEqual([0, 2]);
    expect(largest([], [], [])).toEqual([0]);
    expect(largest()).toEqual([]);
  });

  it("holds for a chain that is too long for recursion", () => {
    const count = 50_000;
    const circle = Array.from({ length: count }, (_, i) => Int32Array.of((i + 1) % count));
    expect(largestComponent(circle).length).toBe(count);
  });
});
