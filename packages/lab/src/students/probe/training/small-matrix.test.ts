import { describe, expect, it } from "vitest";
import { cholesky, crossed, multiplied, orthonormal, solved } from "./small-matrix.js";

const values = (...data: number[]) => Float64Array.from(data);
const close = (found: Float64Array, expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 12);
  });
};

describe("orthonormal", () => {
  it("keeps the first column's direction, and takes it out of the second", () => {
    // (3, 4) has length 5; (1, 2) less 11/25 of it is (-.32, .24), of length .4.
    close(orthonormal(values(3, 1, 4, 2), 2), [0.6, -0.8, 0.8, 0.6]);
    // Nothing is left of a column that is a multiple of another.
    close(orthonormal(values(1, 2, 0, 0), 2), [1, 0, 0, 0]);
  });
});

describe("crossed and multiplied", () => {
  it("are A'B and A B", () => {
    close(crossed(values(1, 2, 3, 4), values(5, 6, 7, 8), 2), [26, 30, 38, 44]);
    close(multiplied(values(1, 2, 3, 4, 5, 6), values(1, 2, 3, 4), 2), [7, 10, 15, 22, 23, 34]);
  });
});

describe("cholesky and solved", () => {
  it("factor a symmetric matrix, and solve with it", () => {
    // [2, 0; 1, 3] times its transpose.
    const factor = cholesky(values(4, 2, 2, 10), 2);
    close(factor, [2, 0, 1, 3]);
    // 4 * 1 + 2 * 2 = 8, 2 * 1 + 10 * 2 = 22.
    close(solved(factor, values(8, 22)), [1, 2]);
  });

  it("gives a direction nothing where the matrix has none", () => {
    close(cholesky(values(1, 1, 1, 1), 2), [1, 0, 1, 0]);
  });
});
