import { describe, expect, it } from "vitest";
import { epochBatches, partsOf } from "./order.js";

const rows = Int32Array.from({ length: 500 }, (_, i) => i);
const lengthOf = (row: number) => 5 + (row % 60);
const all = (batches: readonly Int32Array[]) =>
  batches.flatMap((batch) => [...batch]).sort((a, b) => a - b);

describe("epochBatches", () => {
  it("has every row once, at random, decided by seed and epoch", () => {
    const first = epochBatches(rows, 32, { seed: 0, epoch: 1 });
    expect(all(first)).toEqual([...rows]);
    expect(first.map(({ length }) => length)).toEqual([...Array(15).fill(32), 20]);
    expect(epochBatches(rows, 32, { seed: 0, epoch: 1 })).toEqual(first);
    expect(epochBatches(rows, 32, { seed: 0, epoch: 2 })).not.toEqual(first);
    expect(epochBatches(rows, 32, { seed: 1, epoch: 1 })).not.toEqual(first);
  });

  it("shares no draws with another training of the same seed", () => {
    const own = { seed: 0, epoch: 1, purpose: "generative order" };
    expect(epochBatches(rows, 32, own)).not.toEqual(epochBatches(rows, 32, { seed: 0, epoch: 1 }));
  });

  it("groups rows of nearly equal length when asked", () => {
    const batches = epochBatches(rows, 32, { seed: 0, epoch: 1, lengthOf });
    expect(all(batches)).toEqual([...rows]);
    const padded = batches.reduce(
      (sum, batch) => sum + batch.length * Math.max(...[...batch].map(lengthOf)),
      0,
    );
    const real = [...rows].reduce((sum, row) => sum + lengthOf(row), 0);
    expect(padded / real).toBeLessThan(1.12);
  });
});

describe("partsOf", () => {
  it("cuts a batch into parts of nearly one size, none of them empty", () => {
    expect(partsOf(rows.slice(0, 8), 3).map((part) => [...part])).toEqual([
      [0, 1, 2],
      [3, 4],
      [5, 6, 7],
    ]);
    expect(partsOf(rows.slice(0, 2), 3).map((part) => [...part])).toEqual([[0], [1]]);
  });
});
