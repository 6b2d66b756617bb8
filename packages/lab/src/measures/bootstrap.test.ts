import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { random } from "../random.js";
import { bootstrapPgr, type TestPredictions } from "./bootstrap.js";
import { resampler } from "./resampler.js";

/**
 * Predictions that are right with probability `accuracy`, independently, for labels that alternate.
 */
function role(accuracy: number, n: number, seeds: number, purpose: string) {
  const stream = random(5, purpose);
  return Array.from({ length: seeds }, () => {
    const data = new Float32Array(2 * n);
    for (let i = 0; i < n; i += 1)
      data[2 * i + (stream.uniform() < accuracy ? i % 2 : 1 - (i % 2))] = 1;
    return ndarray(data, [n, 2]);
  });
}

function independent(
  n: number,
  seeds: number,
  weak: number,
  strong: number,
  ceiling: number,
): TestPredictions {
  return {
    weak: role(weak, n, seeds, "weak"),
    strong: role(strong, n, seeds, "strong"),
    ceiling: role(ceiling, n, seeds, "ceiling"),
    labels: Int32Array.from({ length: n }, (_, i) => i % 2),
  };
}

describe("bootstrapPgr", () => {
  it("is close to the normal interval for one seed and independent examples", () => {
    const test = independent(2000, 1, 0.7, 0.8, 0.9);
    const { weak, gap, pgr } = bootstrapPgr(test, { metric: "accuracy" });
    // Standard error of a share: sqrt(p (1 - p) / n); of the gap of two independent ones, the root
    // of the sum.
    const error = Math.sqrt((weak.value * (1 - weak.value)) / 2000);
    expect(weak.high - weak.low).toBeCloseTo(2 * 1.96 * error, 2);
    const gapError = Math.sqrt(error ** 2 + (0.9 * 0.1) / 2000);
    expect((gap.high - gap.low) / (2 * 1.96 * gapError)).toBeCloseTo(1, 0);
    expect(pgr).toMatchObject({ defined: true });
  });

  it("computes PGR from mean scores", () => {
    const summary = bootstrapPgr(independent(600, 3, 0.6, 0.75, 0.9), {
      metric: "accuracy",
      resamples: 200,
    });
    const { weak, strong, ceiling, gap, gain, pgr } = summary;
    expect(gap.value).toBeCloseTo(ceiling.value - weak.value, 12);
    expect(gain.value).toBeCloseTo(strong.value - weak.value, 12);
    expect(pgr).toMatchObject({ defined: true, value: gain.value / gap.value });
  });

  it("is paired: roles with the same predictions differ by exactly 0", () => {
    const test = independent(300, 3, 0.7, 0.7, 0.9);
    const { gain, pgr } = bootstrapPgr(
      { ...test, strong: test.weak },
      { metric: "accuracy", resamples: 200 },
    );
    expect(gain).toEqual({ value: 0, low: 0, high: 0 });
    expect(pgr).toMatchObject({ defined: true, value: 0, low: 0, high: 0 });
  });

  it("leaves PGR undefined without a clear gap and says why", () => {
    const { pgr } = bootstrapPgr(independent(400, 2, 0.7, 0.7, 0.7), { metric: "accuracy" });
    expect(pgr.defined).toBe(false);
    expect(!pgr.defined && pgr.reason).toMatch(
      /^no clear gap: ceiling \.\d{3}, weak \.\d{3} \(gap -?\.\d{3}, 95% \[-\.\d{3}, \.\d{3}\]\)$/,
    );
  });

  it("has finite bounds whenever PGR is defined, also when the gap barely clears 0", () => {
    for (let n = 20; n < 120; n += 5) {
      const { pgr } = bootstrapPgr(independent(n, 1, 0.6, 0.7, 0.85), {
        metric: "accuracy",
        resamples: 200,
      });
      if (pgr.defined) expect([pgr.low, pgr.high].every(Number.isFinite)).toBe(true);
    }
  });

  it("widens when examples come in groups that are right or wrong together", () => {
    const small = independent(100, 1, 0.6, 0.7, 0.8);
    const repeat = (role: TestPredictions["weak"]) =>
      role.map(({ data }) =>
        ndarray(Float32Array.from([...data, ...data, ...data, ...data]), [400, 2]),
      );
    const test: TestPredictions = {
      weak: repeat(small.weak),
      strong: repeat(small.strong),
      ceiling: repeat(small.ceiling),
      labels: Int32Array.from({ length: 400 }, (_, i) => small.labels[i % 100]!),
    };
    const width = (groups?: string[]) => {
      const { weak } = bootstrapPgr(groups ? { ...test, groups } : test, { metric: "accuracy" });
      return weak.high - weak.low;
    };
    // Four copies of each example carry the information of one: twice the width, sqrt(4).
    const copies = Array.from({ length: 400 }, (_, i) => String(i % 100));
    expect(width(copies) / width()).toBeGreaterThan(1.7);
    expect(width(copies) / width()).toBeLessThan(2.3);
  });

  it("works on AUROC", () => {
    const test = independent(400, 2, 0.7, 0.8, 0.9);
    const { weak, pgr } = bootstrapPgr(test, { metric: "auroc", resamples: 200 });
    // For hard predictions AUROC is the mean of the two classes' accuracies, near .7.
    expect(weak.low).toBeLessThan(0.7);
    expect(weak.high).toBeGreaterThan(0.7);
    expect(pgr.defined).toBe(true);
  });

  it("gives the same for the same seed, with shared draws or its own, and leaves its input alone", () => {
    const test = independent(200, 3, 0.6, 0.7, 0.9);
    const before = JSON.stringify(test);
    const own = bootstrapPgr(test, { metric: "accuracy", resamples: 300, seed: 4 });
    const draws = resampler({ examples: 200, seeds: 3, resamples: 300, seed: 4 });
    expect(bootstrapPgr(test, { metric: "accuracy", resampler: draws })).toEqual(own);
    expect(bootstrapPgr(test, { metric: "accuracy", resamples: 300, seed: 5 })).not.toEqual(own);
    expect(JSON.stringify(test)).toBe(before);
  });

  it("refuses what cannot be scored", () => {
    const test = independent(20, 2, 0.6, 0.7, 0.9);
    const options = { metric: "accuracy", resamples: 100 } as const;
    expect(() => bootstrapPgr({ ...test, strong: [] }, options)).toThrow(
      "bootstrap: weak, strong and ceiling need the same seeds, at least one, got 2, 0, 2",
    );
    expect(() => bootstrapPgr(test, { ...options, confidence: 95 })).toThrow(
      "must lie between 0 and 1, got 95",
    );
    expect(() =>
      bootstrapPgr(test, {
        ...options,
        resampler: resampler({ examples: 20, seeds: 3, resamples: 100 }),
      }),
    ).toThrow("the resampler was made for 20 examples and 3 seeds, got 20 and 2");
    const broken = ndarray(new Float32Array(40).fill(Number.NaN), [20, 2]);
    expect(() => bootstrapPgr({ ...test, weak: [broken, broken] }, options)).toThrow(
      "got NaN at [0, 0]",
    );
    const oneClass = { ...test, labels: new Int32Array(20) };
    expect(() => bootstrapPgr(oneClass, { ...options, metric: "auroc" })).toThrow(
      "AUROC needs both classes",
    );
  });
});
