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

  it("takes coarse groups past the class quotas rather than nothing", () => {
    // Ten groups of 20, each of one class: 20 rows have quotas of 10 and 10, which no group fits.
    const examples = Array.from({ length: 200 }, (_, row) => ({
      group: String(row % 10),
      label: row % 2,
    }));
    expect(draw(examples, 20).taken.length).toBe(20);
    // A group of 20 is further from 8 than nothing is.
    expect(draw(examples, 8).taken.length).toBe(0);
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
