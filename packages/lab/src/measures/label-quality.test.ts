import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { labelQuality, meanLabelQuality } from "./label-quality.js";

const binary = (...ones: number[]) =>
  ndarray(Float32Array.from(ones.flatMap((one) => [1 - one, one])), [ones.length, 2]);

describe("labelQuality", () => {
  it("says how right, how sure and how balanced labels are", () => {
    // Labels 1, 1, 1, 0, truth 1, 0, 1, 0: three of four right. Confidence .75 on all: the error is
    // |.75 - .75| = 0. Pairs (1 over 0): .75 v .75 tie, .75 v .25 won, twice: 3 of 4.
    const quality = labelQuality(binary(0.75, 0.75, 0.75, 0.25), Int32Array.of(1, 0, 1, 0));
    expect(quality).toEqual({
      examples: 4,
      accuracy: 0.75,
      calibrationError: 0,
      auroc: 0.75,
      confidence: 0.75,
      balance: [0.25, 0.75],
      truth: [0.5, 0.5],
    });
  });

  it("has no AUROC for three options, or one class", () => {
    const three = ndarray(Float32Array.of(1, 0, 0), [1, 3]);
    expect(labelQuality(three, Int32Array.of(2))).toMatchObject({ auroc: null, accuracy: 0 });
    expect(labelQuality(binary(0.5), Int32Array.of(0)).auroc).toBeNull();
  });
});

describe("meanLabelQuality", () => {
  it("averages over seeds, AUROC over those that have one", () => {
    const one = labelQuality(binary(1, 0), Int32Array.of(1, 0));
    const two = labelQuality(binary(1, 0), Int32Array.of(1, 1));
    // Accuracies 1 and 1/2, truth [1/2, 1/2] and [0, 1].
    expect(meanLabelQuality([one, two])).toMatchObject({
      accuracy: 0.75,
      auroc: 1,
      truth: [0.25, 0.75],
      balance: [0.5, 0.5],
    });
    expect(meanLabelQuality([])).toBeNull();
  });
});
