import { readFileSync } from "node:fs";
import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { accuracy } from "./accuracy.js";
import { auroc } from "./auroc.js";
import { calibrationError } from "./calibration-error.js";
import { logLoss } from "./log-loss.js";

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
