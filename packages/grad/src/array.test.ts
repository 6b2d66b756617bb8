import { describe, expect, it } from "vitest";
import { ndarray, takeRows } from "./array.js";

describe("takeRows", () => {
  const x = ndarray(Float32Array.of(0, 1, 10, 11, 20, 21), [3, 2]);

  it("takes rows in the order asked for, as often as they are", () => {
    const taken = takeRows(x, [2, 0, 2]);
    expect(taken).toEqual(ndarray(Float32Array.of(20, 21, 0, 1, 20, 21), [3, 2]));
  });

  it("shares nothing with what it takes from", () => {
    takeRows(x, Int32Array.of(0)).data[0] = 99;
    expect(x.data[0]).toBe(0);
  });

  it("takes none", () => {
    expect(takeRows(x, [])).toEqual(ndarray(new Float32Array(0), [0, 2]));
  });

  it("keeps the dtype and the further dimensions", () => {
    const ids = ndarray(BigInt64Array.of(1n, 2n, 3n, 4n), [2, 1, 2]);
    expect(takeRows(ids, [1])).toEqual(ndarray(BigInt64Array.of(3n, 4n), [1, 1, 2]));
  });
});
