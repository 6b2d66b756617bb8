import { readFileSync } from "node:fs";
import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { accuracy } from "./accuracy.js";
import { auroc } from "./auroc.js";
import { calibrationError } from "./calibration-error.js";
import { logLoss } from "./log-loss.js";
import { scoreCell } from "./scores.js";

interface Case {
  name: string;
  options: number;
  probabilities: number[];
  labels: number[];
  expected: { accuracy: number; logLoss: number; calibrationError: number; auroc?: number };
}

// Made by reference/measures/scores.py.
const fixture = new URL("./fixtures/scores.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, "utf8")) as { cases: Case[] };

describe("measures against scikit-learn", () => {
  it.each(cases)("agree on $name", ({ options, probabilities, labels, expected }) => {
    const p = ndarray(Float32Array.from(probabilities), [labels.length, options]);
    const y = Int32Array.from(labels);
    expect(accuracy(p, y)).toBeCloseTo(expected.accuracy, 12);
    expect(calibrationError(p, y)).toBeCloseTo(expected.calibrationError, 12);
    // scikit-learn sums the logarithms in float32.
    expect(logLoss(p, y)).toBeCloseTo(expected.logLoss, 5);
    if (expected.auroc !== undefined) expect(auroc(p, y)).toBeCloseTo(expected.auroc, 12);
  });
});

describe("scoreCell", () => {
  const binary = (...ones: number[]) =>
    ndarray(Float32Array.from(ones.flatMap((one) => [1 - one, one])), [ones.length, 2]);
  const labels = Int32Array.of(0, 0, 1, 1);
  const test = {
    weak: [binary(0.25, 0.75, 0.25, 0.75), binary(0.25, 0.75, 0.75, 0.75)],
    strong: [binary(0.25, 0.25, 0.25, 0.75), binary(0.25, 0.25, 0.75, 0.75)],
    ceiling: [binary(0.25, 0.25, 0.75, 0.75), binary(0.25, 0.25, 0.75, 0.75)],
    labels,
  };

  it("averages every measure over seeds", () => {
    const scores = scoreCell(test, { metric: "accuracy", resamples: 200 });
    // Right of 4: weak 2 and 3, student 3 and 4, ceiling 4 and 4.
    expect(scores.weak.accuracy.value).toBe((2 / 4 + 3 / 4) / 2);
    expect(scores.strong.accuracy.value).toBe((3 / 4 + 4 / 4) / 2);
    expect(scores.ceiling.accuracy.value).toBe(1);
    expect(scores.gap.value).toBe(1 - 0.625);
    expect(scores.gain.value).toBe(0.875 - 0.625);
    // Every confidence is .75: the error is |accuracy - .75|, (.25 + 0) / 2 for weak.
    expect(scores.weak.calibrationError).toBeCloseTo(0.125, 12);
    expect(scores.ceiling.logLoss).toBeCloseTo(-Math.log(0.75), 12);
    // Same prediction on 3 of 4 in both seeds; all where weak is right; where it is wrong 1 of 2,
    // then 0 of 1. The student is right on both examples on which it overrules.
    expect(scores.agreement).toEqual({
      overall: 0.75,
      whereSupervisorRight: 1,
      whereSupervisorWrong: 0.25,
      overruledRight: 1,
    });
    expect(scores.parts).toEqual([]);
    expect(scores.testExamples).toBe(4);
  });

  it("takes gap, gain and PGR from the metric that was asked for", () => {
    const scores = scoreCell(test, { metric: "auroc", resamples: 200 });
    // Weak, seed 1: pairs (class 1, class 0) .25 v .25 tie, .25 v .75 lost, .75 v .25 won, .75 v
    // .75 tie: 2 of 4. Seed 2: .75 v .25 won and .75 v .75 tied, twice: 3 of 4.
    expect(scores.weak.auroc?.value).toBe((0.5 + 0.75) / 2);
    expect(scores.gap.value).toBe(1 - 0.625);
    expect(scores.metric).toBe("auroc");
  });

  it("has no AUROC with three options", () => {
    const three = [ndarray(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), [3, 3])];
    const scores = scoreCell(
      { weak: three, strong: three, ceiling: three, labels: Int32Array.of(0, 1, 1) },
      { metric: "accuracy", resamples: 100 },
    );
    expect(scores.weak.auroc).toBeNull();
  });
});
