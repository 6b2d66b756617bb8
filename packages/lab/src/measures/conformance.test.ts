// What every measure must hold, w2s' own and a user's: one suite for all of the map.

import { readFileSync } from "node:fs";
import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { random } from "../random.js";
import { contrasts, measures, pairMeasures, roleMeasures } from "./all.js";
import { inputOf, resampledMeasure } from "./bootstrap/resampled.js";
import { resampler } from "./bootstrap/resampler.js";
import type { Measure, MeasureInput } from "./measure.js";
import { measure } from "./user-measure.js";

const rows = 60;
const draw = random(2, "conformance");

/** Made-up predictions of K options, better than chance. */
function made(options: number): MeasureInput {
  const truth = Int32Array.from({ length: rows }, () => draw.integer(options));
  const scores = Float32Array.from(
    { length: rows * options },
    (_, i) => draw.normal() + (truth[Math.floor(i / options)] === i % options ? 1 : 0),
  );
  const probabilities = scores.map((score, i) => {
    const row = scores.subarray(i - (i % options), i - (i % options) + options);
    return Math.exp(score) / row.reduce((sum, each) => sum + Math.exp(each), 0);
  });
  return {
    supervisor: ndarray(probabilities.toReversed(), [rows, options]),
    probabilities: ndarray(probabilities, [rows, options]),
    scores: ndarray(scores, [rows, options]),
    truth,
    groups: Array.from(truth, (_, row) => `${row % 20}`),
  };
}

/** Every row says `option` for certain. */
function constant(option: number, truth: readonly number[]): MeasureInput {
  const data = Float32Array.from(truth.flatMap(() => [1 - option, option]));
  return {
    supervisor: ndarray(data, [truth.length, 2]),
    probabilities: ndarray(data, [truth.length, 2]),
    truth: Int32Array.from(truth),
    groups: truth.map((_, row) => `${row}`),
  };
}

const ownBrier = measure("ownBrier", {}, ({ probabilities: { shape, data }, truth }) => {
  let sum = 0;
  data.forEach((value, i) => {
    sum += (value - Number(truth[Math.floor(i / shape[1]!)] === i % shape[1]!)) ** 2;
  });
  return sum / truth.length;
});

/** Squared distance from the supervisor. */
const misfit = measure("misfit", {}, ({ probabilities: { data }, supervisor, truth }) => {
  return data.reduce((sum, p, i) => sum + (p - supervisor.data[i]!) ** 2, 0) / truth.length;
});

const roleCases: [string, Measure][] = [
  ...Object.entries(roleMeasures),
  ["ownBrier", ownBrier],
  ["misfit", misfit],
];
const shuffled = [...random(3, "order").permutation(rows)];
const bothClasses = constant(0, [0, 1, 0]);
const degenerate: [string, MeasureInput][] = [
  ["one class", constant(1, [1, 1, 1])],
  ["one row", constant(0, [1])],
  ["constant predictions", bothClasses],
  ["certain and wrong", constant(0, [1, 1])],
];

describe.each(roleCases)("measure %s", (_name, { compute, weighted, ...about }) => {
  it.each([2, 3])(
    "gives the same number for the same input of %d options, and leaves it alone",
    (k) => {
      const input = made(k);
      const before = JSON.stringify(input);
      expect(compute(input)).toBe(compute(input));
      expect(JSON.stringify(input)).toBe(before);
    },
  );

  it("does not look at the order of the rows", () => {
    const input = made(2);
    expect(compute(inputOf(input, shuffled))).toBeCloseTo(compute(input)!, 9);
  });

  it.each(degenerate)("gives a number or null, never NaN, for %s", (_, input) => {
    const value = compute(input);
    expect(value === null || Number.isFinite(value)).toBe(true);
  });

  it("weighs rows as if they were repeated", () => {
    const input = made(2);
    const whole = { ...about, compute } satisfies Measure;
    const draws = resampler({ examples: rows, seeds: 1, groups: input.groups, resamples: 100 });
    const [fast] = resampledMeasure(weighted ? { ...whole, weighted } : whole, [[input]], draws);
    const [slow] = resampledMeasure(whole, [[input]], draws);
    expect(fast!.values).toHaveLength(100);
    for (const [b, value] of fast!.values.entries()) {
      expect(value).toBeCloseTo(slow!.values[b]!, 9);
    }
  });
});

describe.each(Object.entries(pairMeasures))("measure %s", (_, { compute }) => {
  const pair = (input: MeasureInput) => ({
    student: input.probabilities,
    supervisor: made(2).probabilities,
    truth: input.truth,
  });

  it("gives the same share for the same input, whatever the order, and leaves it alone", () => {
    const [input, other] = [made(2), made(2)];
    const given = {
      student: input.probabilities,
      supervisor: other.probabilities,
      truth: input.truth,
    };
    const before = JSON.stringify(given);
    const value = compute(given)!;
    expect(compute(given)).toBe(value);
    expect(JSON.stringify(given)).toBe(before);
    const moved = inputOf(input, shuffled);
    const student = moved.probabilities;
    const supervisor = inputOf({ ...input, ...other }, shuffled).probabilities;
    expect(compute({ student, supervisor, truth: moved.truth })).toBeCloseTo(value, 12);
    expect(compute(pair(input))).toBeLessThanOrEqual(1);
  });

  it("gives a share or null for constants", () => {
    for (const option of [0, 1]) {
      const said = constant(option, [1, 1]).probabilities;
      const value = compute({ student: said, supervisor: said, truth: Int32Array.of(1, 1) });
      expect(value === null || (value >= 0 && value <= 1)).toBe(true);
    }
  });
});

describe.each(Object.entries(contrasts))("contrast %s", (_, { compute }) => {
  it("gives a number or null where all roles score alike", () => {
    const value = compute({ weak: 0.5, student: 0.5, ceiling: 0.5 });
    expect(value === null || value === 0).toBe(true);
  });
});

describe("docs/measures.md", () => {
  const page = readFileSync(new URL("../../../../docs/measures.md", import.meta.url), "utf8");

  it("has a row for every measure, as the measure says of itself, in their order", () => {
    const section = page.split(/^## /m)[0]!;
    const found = section
      .split("\n")
      .filter((line) => line.startsWith("| ") && !line.includes("---"));
    const cell = (text: string) => text.replaceAll("|", "\\|");
    const written = Object.values(measures).map(
      ({ header, doc, range, degenerate: cases }) =>
        `| ${header} | ${cell(doc)} | ${range} | ${cases} |`,
    );
    expect(found.slice(1)).toEqual(written);
  });

  it("names every measure by the key that it has in the map", () => {
    expect(Object.values(measures).map(({ name }) => name)).toEqual(Object.keys(measures));
  });
});
