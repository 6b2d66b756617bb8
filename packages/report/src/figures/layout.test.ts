import { describe, expect, it } from "vitest";
import { gridOf, panelsBeside, scoreGrid } from "./layout.js";
import type { Panel } from "./panels.js";

function places(tasks: readonly string[], series: readonly string[], width = 990) {
  const panels = tasks.flatMap((task) => series.map((one) => ({ task, series: one }) as Panel));
  return scoreGrid({ panels, series }, width).places;
}

describe("scoreGrid", () => {
  it("puts a task's series beside each other, many of them in rows of nearly one length", () => {
    expect(places(["a", "b"], ["x", "y"])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    expect(places(["a", "b"], ["s", "t", "u", "v"])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
      [0, 2],
      [1, 2],
      [0, 3],
      [1, 3],
    ]);
  });

  it("puts the tasks of one series beside each other, as many as have room", () => {
    const four = ["a", "b", "c", "d"];
    expect(places(four, ["x"])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [0, 1],
    ]);
    expect(places(four, ["x"], 360).map(([column]) => column)).toEqual([0, 0, 0, 0]);
  });
});

describe("gridOf", () => {
  it("makes panels large, and no larger than they say more", () => {
    expect(panelsBeside(360)).toBe(1);
    expect(panelsBeside(1200)).toBe(3);
    expect(gridOf(1, 360).cell).toEqual({ width: 360, height: 266 });
    expect(gridOf(2, 1200).cell).toEqual({ width: 560, height: 300 });
  });
});
