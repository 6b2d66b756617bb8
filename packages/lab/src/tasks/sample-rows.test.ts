import { describe, expect, it } from "vitest";
import { rows } from "./index.js";
import { sampleRows } from "./sample-rows.js";

describe("sampleRows", () => {
  it.each([
    [7, 10, [0, 1, 2, 3, 4, 5, 6], true],
    [10, 10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], true],
    [11, 10, [0, 2, 4, 6, 8, 10], false],
    [40, 4, [0, 16, 32], false],
    // Pieces of two.
    [70, 32, [0, 1, 8, 9, 16, 17, 24, 25, 32, 33, 40, 41, 48, 49, 56, 57, 64, 65], false],
  ])("of %i rows takes at most %i, from the first to the end", async (count, most, kept, whole) => {
    const source = rows("counted", () => Array.from({ length: count }, (_, n) => ({ n })));
    const sample = await sampleRows(source, { baseDir: ".", most });
    expect(sample.rows.map(({ n }) => n)).toEqual(kept);
    expect(sample.whole).toBe(whole);
  });
});
