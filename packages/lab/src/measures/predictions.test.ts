import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { checkLabelled, checkProbabilities, predictions } from "./predictions.js";

const rows = (...values: number[][]) =>
  ndarray(Float32Array.from(values.flat()), [values.length, values[0]!.length]);

describe("predictions", () => {
  it("takes the most probable option of each row, the lower one on a tie", () => {
    expect([...predictions(rows([0.2, 0.8], [0.5, 0.5], [0.9, 0.1]))]).toEqual([1, 0, 0]);
    expect([...predictions(rows([0.2, 0.4, 0.4]))]).toEqual([1]);
  });
});

describe("checkProbabilities", () => {
  it("refuses NaN and names its place", () => {
    expect(() => checkProbabilities(rows([0.5, 0.5], [Number.NaN, 0.5]))).toThrow(
      "probabilities: must lie in [0, 1], got NaN at [1, 0]",
    );
  });

  it("refuses values outside [0, 1] and rows that do not sum to 1", () => {
    expect(() => checkProbabilities(rows([1.5, -0.5]))).toThrow(
      "must lie in [0, 1], got 1.5 at [0, 0]",
    );
    expect(() => checkProbabilities(rows([0.5, 0.6]))).toThrow(
      "every row must sum to 1, got 1.1000 at row 0",
    );
  });

  it("refuses shapes other than [n, K]", () => {
    const shapes = [[4], [0, 2], [4, 1], [1, 2, 2]];
    for (const shape of shapes) {
      const size = shape.reduce((product, dim) => product * dim, 1);
      expect(() => checkProbabilities(ndarray(new Float32Array(size), shape))).toThrow(
        "need shape [n, K]",
      );
    }
  });
});

describe("checkLabelled", () => {
  it("refuses labels of another length or outside the options", () => {
    expect(() => checkLabelled(rows([1, 0]), Int32Array.of(0, 1))).toThrow(
      "labels: need one a row of probabilities, 1, got 2",
    );
    expect(() => checkLabelled(rows([1, 0]), Int32Array.of(2))).toThrow(
      "labels: must be in 0..1, got 2 at row 0",
    );
  });
});
