import { expect, it } from "vitest";
import { gridOf } from "./layout.js";
import type { Panel, Panels } from "./panels.js";

function places(tasks: readonly string[], series: readonly string[]) {
  const panels = tasks.flatMap((task) => series.map((one) => ({ task, series: one }) as Panel));
  return panels.map(gridOf({ panels, series, tasks } as unknown as Panels));
}

it("puts a task's series beside each other, and many of them in rows of nearly one length", () => {
  expect(places(["a", "b"], ["x", "y"])).toEqual([
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ]);
  expect(places(["a", "b"], ["s", "t", "u", "v", "w"])).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [0, 1],
    [1, 1],
    [0, 2],
    [1, 2],
    [2, 2],
    [0, 3],
    [1, 3],
  ]);
});

it("puts the tasks of one series beside each other, three a row", () => {
  expect(places(["a", "b", "c", "d"], ["x"])).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [0, 1],
  ]);
});
