import { describe, expect, it } from "vitest";
import { cholesky, combined, crossed, orthonormal, solved } from "./small-matrix.js";

const values = (...data: number[]) => Float64Array.from(data);
const close = (found: Float64Array, expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 12);
  });
};

describe("orthonormal", () => {
  it("keeps the first vector's direction, and takes it out of the second", () => {
    // (3, 4) has length 5; (1, 2) less 11/25 of it is (-.32, .24), of length .4.
    close(orthonormal(values(3, 4, 1, 2), 2), [0.6, 0.8, -0.8, 0.6]);
    // Nothing is left of a vector that is a multiple of another.
    close(orthonormal(values(1, 0, 2, 0), 2), [1, 0, 0, 0]);
  });
});

describe("crossed and combined", () => {
  it("are what vectors have along others, and sums of them", () => {
    // 1 * 5 + 2 * 6 = 17, 1 * 7 + 2 * 8 = 23; 3 * 5 + 4 * 6 = 39, 3 * 7 + 4 * 8 = 53.
    close(crossed(values(1, 2, 3, 4), values(5, 6, 7, 8), 2), [17, 23, 39, 53]);
    // 1 (1, 2, 3) + 3 (4, 5, 6), and 2 (1, 2, 3) + 4 (4, 5, 6).
    close(combined(values(1, 2, 3, 4, 5, 6), values(1, 2, 3, 4), 3), [13, 17, 21, 18, 24, 30]);
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
