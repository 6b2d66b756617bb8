import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchesByLength } from "./batches.js";

describe("batchesByLength", () => {
  it("puts equal lengths together, longest first, ties by index", () => {
    expect(batchesByLength([3, 9, 3, 9, 3])).toEqual([
      { rows: [1, 3], length: 9 },
      { rows: [0, 2, 4], length: 3 },
    ]);
  });

  it("mixes lengths only while padding stays under its share", () => {
    // 100 + 100 + 98: 2 of 300 tokens are padding; with 80 as well it would be 22 of 400.
    expect(batchesByLength([100, 98, 100, 80]).map(({ rows }) => rows)).toEqual([[0, 2, 1], [3]]);
    expect(batchesByLength([100, 80], { maxPadding: 0.1 }).map(({ rows }) => rows)).toEqual([
      [0, 1],
    ]);
  });

  it("gives a text longer than the token limit a batch of its own", () => {
    expect(batchesByLength([50, 8, 8, 8], { maxTokens: 16 })).toEqual([
      { rows: [0], length: 50 },
      { rows: [1, 2], length: 8 },
      { rows: [3], length: 8 },
    ]);
  });

  it("has every row once, within the limits", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 300 }));
    const limits = { maxTokens: 700, maxRows: 9, maxPadding: 0.05 };
    fc.assert(
      fc.property(lengths, (all) => {
        const batches = batchesByLength(all, limits);
        const rows = batches.flatMap((batch) => batch.rows);
        expect([...rows].sort((a, b) => a - b)).toEqual(all.map((_, row) => row));
        for (const { rows, length } of batches) {
          const tokens = rows.reduce((total, row) => total + all[row]!, 0);
          expect(Math.max(...rows.map((row) => all[row]!))).toBe(length);
          expect(rows.length).toBeLessThanOrEqual(9);
          expect(rows.length * length - tokens).toBeLessThanOrEqual(0.05 * rows.length * length);
          expect(rows.length === 1 || rows.length * length <= 700).toBe(true);
        }
      }),
    );
  });

  it("refuses a length that is not a positive integer", () => {
    expect(() => batchesByLength([4, 0])).toThrow(
      "batches: a length must be a positive integer, got 0 for row 1",
    );
  });
});
