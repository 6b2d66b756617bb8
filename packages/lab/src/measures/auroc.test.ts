import { ndarray } from "@w2s/grad";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auroc, aurocMeasure, rankScores, weightedAuroc } from "./auroc.js";

const binary = (ones: readonly number[]) =>
  ndarray(Float32Array.from(ones.flatMap((one) => [1 - one, one])), [ones.length, 2]);

/** The definition: wins and half ties over all pairs. */
function byPairs(
  scores: readonly number[],
  labels: readonly number[],
  weights: readonly number[],
): number {
  let wins = 0;
  let pairs = 0;
  scores.forEach((positive, i) => {
    scores.forEach((negative, j) => {
      if (labels[i] !== 1 || labels[j] !== 0) return;
      const weight = weights[i]! * weights[j]!;
      pairs += weight;
      wins += weight * (positive > negative ? 1 : positive === negative ? 0.5 : 0);
    });
  });
  return wins / pairs;
}

describe("auroc", () => {
  it("counts the pairs that are in order, ties one half", () => {
    // Class 1: .9, .5; class 0: .5, .1. Pairs: .9>.5, .9>.1, .5=.5, .5>.1: (3 + 1/2) / 4.
    expect(auroc(binary([0.9, 0.5, 0.5, 0.1]), Int32Array.of(1, 1, 0, 0))).toBe(3.5 / 4);
  });

  it("is one half when all scores tie", () => {
    expect(auroc(binary([0.3, 0.3, 0.3]), Int32Array.of(0, 1, 0))).toBe(0.5);
  });

  it("is null when one class is missing", () => {
    expect(auroc(binary([0.3, 0.6]), Int32Array.of(1, 1))).toBeNull();
  });

  it("refuses three options", () => {
    const p = ndarray(Float32Array.of(1, 0, 0), [1, 3]);
    expect(() => auroc(p, Int32Array.of(0))).toThrow("auroc: needs two options, got 3");
  });
});

describe("weightedAuroc", () => {
  it("equals the definition over pairs for any scores, labels and weights", () => {
    const example = fc.record({ score: fc.nat(4), label: fc.nat(1), weight: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(example, { minLength: 1, maxLength: 20 }), (examples) => {
        const scores = examples.map(({ score }) => score / 8); // exact in float32
        const labels = examples.map(({ label }) => label);
        const weights = examples.map(({ weight }) => weight);
        const ranked = rankScores({ probabilities: binary(scores) }, Int32Array.from(labels));
        const value = weightedAuroc(ranked, Uint8Array.from(weights));
        const expected = byPairs(scores, labels, weights);
        if (Number.isNaN(expected)) expect(value).toBeNaN();
        else expect(value).toBeCloseTo(expected, 12);
      }),
    );
  });
});

describe("auroc of confident students", () => {
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const odds = [20, 21, 22, 23, 30, 31, 32, 33, 34, 35];
  const labels = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
  const said = (sign: 1 | -1) =>
    ndarray(
      Float32Array.from(odds.flatMap((z) => [sigmoid(-sign * z), sigmoid(sign * z)])),
      [10, 2],
    );

  it("ranks probabilities that round to 1 by the other's, whichever class is called 1", () => {
    expect(auroc(said(1), labels)).toBe(1);
    expect(
      auroc(
        said(-1),
        labels.map((label) => 1 - label),
      ),
    ).toBe(1);
  });

  it("ranks by log-odds where they are given, also where both probabilities tie", () => {
    // From 104 on the smaller one is 0 in float32.
    const scores = ndarray(Float32Array.from([110, 120, 130, 140].flatMap((z) => [0, z])), [4, 2]);
    const certain = binary([1, 1, 1, 1]);
    const truth = Int32Array.of(0, 0, 1, 1);
    const groups = ["a", "b", "c", "d"];
    const input = { probabilities: certain, truth, groups, supervisor: certain };
    expect(aurocMeasure.compute(input)).toBe(0.5);
    expect(aurocMeasure.compute({ ...input, scores })).toBe(1);
  });

  it("refuses scores of another shape, and such as are none", () => {
    const probabilities = binary([0.5, 0.5]);
    const truth = Int32Array.of(0, 1);
    const input = { probabilities, truth, groups: [], supervisor: probabilities };
    const scores = (data: number[], shape: number[]) => ({
      ...input,
      scores: ndarray(Float32Array.from(data), shape),
    });
    expect(() => aurocMeasure.compute(scores([0, 1], [1, 2]))).toThrow(
      "scores: need the shape of the probabilities, [2, 2], got [1, 2]",
    );
    expect(() => aurocMeasure.compute(scores([0, 1, 0, Number.NaN], [2, 2]))).toThrow(
      "scores: must be finite numbers, got NaN at [1, 1]",
    );
  });
});
