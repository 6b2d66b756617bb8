import { describe, expect, it } from "vitest";
import { linePath, markPath, strokes } from "./shapes.js";

/** Corners of a path of straight lines, by its own commands. */
function cornersOf(path: string): [number, number][] {
  let [x, y] = [0, 0];
  return [...path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)].flatMap(([, command, rest]) => {
    if (command === "Z") return [];
    const [a = 0, b = 0] = rest!.match(/-?[\d.]+/g)!.map(Number);
    [x, y] = { M: [a, b], L: [a, b], h: [x + a, y], v: [x, y + a] }[command!] as [number, number];
    return [[x, y] as [number, number]];
  });
}

function areaOf(path: string): number {
  const corners = cornersOf(path);
  const parts = corners.map(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    return x * nextY - nextX * y;
  });
  return Math.abs(parts.reduce((sum, part) => sum + part)) / 2;
}

describe("markPath", () => {
  it("has seven shapes before one comes again", () => {
    const paths = Array.from({ length: 8 }, (_, rank) => markPath(rank, 4));
    expect(new Set(paths).size).toBe(7);
    expect(paths[7]).toBe(paths[0]);
  });

  it("covers as much in each shape as the circle of that radius", () => {
    for (const rank of [1, 2, 3, 4, 5, 6]) {
      // Pi times 4 squared; coordinates are rounded to hundredths.
      expect(Math.abs(areaOf(markPath(rank, 4)) - 50.27)).toBeLessThan(0.5);
    }
  });

  it("has two more that are lines alone", () => {
    expect(cornersOf(strokes.plus(4))).toHaveLength(4);
    expect(strokes.times(4)).not.toContain("Z");
  });
});

describe("linePath", () => {
  it("goes through its places to a tenth of a pixel and is broken at null", () => {
    expect(linePath([[0, 1.26], [2, 3], null, [4, 5.04], [6, 7]])).toBe("M0,1.3L2,3M4,5L6,7");
    expect(linePath([])).toBe("");
  });
});
