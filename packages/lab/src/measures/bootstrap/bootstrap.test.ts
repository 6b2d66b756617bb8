import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { random } from "../../random.js";
import type { Estimate } from "../estimate.js";
import type { TestPredictions } from "../measure.js";
import { bootstrapPgr } from "./bootstrap.js";
import { resampler } from "./resampler.js";
import type { CellPredictions } from "./roles.js";

/**
 * Predictions that are right with probability `accuracy`, independently, for alternating labels.
 */
function role(accuracy: number, n: number, seeds: number, purpose: string): TestPredictions[] {
  const stream = random(5, purpose);
  return Array.from({ length: seeds }, () => rightWhere(n, () => stream.uniform() < accuracy));
}

/** Certain predictions for alternating labels, right on the rows that `right` says. */
function rightWhere(n: number, right: (row: number) => boolean): TestPredictions {
  const data = new Float32Array(2 * n);
  for (let i = 0; i < n; i += 1) data[2 * i + (right(i) ? i % 2 : 1 - (i % 2))] = 1;
  return { probabilities: ndarray(data, [n, 2]) };
}

const alternating = (n: number) => Int32Array.from({ length: n }, (_, i) => i % 2);

function independent(
  n: number,
  seeds: number,
  weak: number,
  student: number,
  ceiling: number,
): CellPredictions {
  return {
    roles: {
      weak: role(weak, n, seeds, "weak"),
      student: role(student, n, seeds, "student"),
      ceiling: role(ceiling, n, seeds, "ceiling"),
    },
    truth: alternating(n),
  };
}

/** Half the width of an interval over 1.96: the standard error that it stands for. */
const errorOf = ({ low, high }: Estimate) => (high - low) / (2 * 1.96);

describe("bootstrapPgr", () => {
  it("has the widths of exact arithmetic for one seed", () => {
    // Rows in blocks of 20: weak right on the first 14, ceiling on the first 18, student on 3 to
    // 18.
    const cell: CellPredictions = {
      roles: {
        weak: [rightWhere(2000, (row) => row % 20 < 14)],
        student: [rightWhere(2000, (row) => row % 20 >= 2 && row % 20 < 18)],
        ceiling: [rightWhere(2000, (row) => row % 20 < 18)],
      },
      truth: alternating(2000),
    };
    const options = { metric: "accuracy", resamples: 10_000 } as const;
    const { weak, gap, gain, pgr } = bootstrapPgr(cell, options);
    // A bootstrap's variance of a mean is that of the sample over n: a share's p (1 - p) / n, of a
    // paired difference E[d^2] - E[d]^2. Weak: .7 x .3. Gap: d is 1 on 4 of 20: .2 - .2^2 = .16.
    // Gain: d is 1 on rows 14 to 17, -1 on 0 and 1: .3 - .1^2 = .29.
    for (const [estimate, variance] of [
      [weak, 0.21],
      [gap, 0.16],
      [gain, 0.29],
    ] as const) {
      // 10,000 resamples know an end of the interval to 1.5% of its half.
      expect(errorOf(estimate) / Math.sqrt(variance / 2000)).toBeCloseTo(1, 1);
      expect(Math.abs(errorOf(estimate) / Math.sqrt(variance / 2000) - 1)).toBeLessThan(0.04);
    }
    // PGR = gain / gap = .5; by the delta method (gain - .5 gap) / gap: d is .5 on 14 to 17, -1 on
    // 0 and 1: (.2 x .25 + .1 - 0) / .2^2 / 2000.
    expect(pgr.defined && errorOf(pgr) / Math.sqrt(0.15 / 0.04 / 2000)).toBeCloseTo(1, 1);
  });

  it("counts the spread between seeds and that between groups of unequal sizes", () => {
    // 100 groups of 1 and 100 of 7 rows, right or wrong as a whole: of either size three in four.
    // The mean of the ratio estimate sum(w y) / sum(w) over 200 drawn groups has, by the delta
    // method, variance E[w^2 (y - m)^2] / (200 E[w]^2) with m = .75: 25 x .75 x .25 / (200 x 16).
    const sizes = Array.from({ length: 200 }, (_, group) => (group % 2 === 0 ? 1 : 7));
    const groups = sizes.flatMap((size, group) => new Array<string>(size).fill(`${group}`));
    const n = groups.length;
    const right = (row: number) => Math.floor(Number(groups[row]!) / 2) % 4 !== 0;
    const one = [rightWhere(n, right)];
    const cell: CellPredictions = {
      roles: { weak: one, student: one, ceiling: one },
      truth: alternating(n),
      groups,
    };
    const { weak } = bootstrapPgr(cell, { metric: "accuracy", resamples: 10_000 });
    expect(weak.value).toBe(0.75);
    expect(Math.abs(errorOf(weak) / Math.sqrt((25 * 0.1875) / (200 * 16)) - 1)).toBeLessThan(0.04);

    // Five seeds of .5, .6, .7, .8 and .9 without noise of examples: four are drawn, so the
    // variance of their mean is .02 / 4, and the unbiased one of five, .025 / 5, is the same.
    const spread = [0.5, 0.6, 0.7, 0.8, 0.9].map((share) =>
      rightWhere(4000, (row) => row % 10 < 10 * share),
    );
    const seeds: CellPredictions = {
      roles: { weak: spread, student: spread, ceiling: spread },
      truth: alternating(4000),
    };
    const summary = bootstrapPgr(seeds, { metric: "accuracy", resamples: 10_000 });
    // Examples add .7 x .3 / 4000 or so.
    const variance = 0.02 / 4 + 0.21 / 4000;
    expect(Math.abs(errorOf(summary.weak) / Math.sqrt(variance) - 1)).toBeLessThan(0.05);
  });

  it("has the arms in the pairing: differences have the width that their covariance gives", () => {
    // In blocks of 20: the student is right on 0 to 15. Untouched: on 0 to 11, all of them the
    // student's. Uninformed: on 8 to 19, of which 8 are the student's. Both score .6, but student -
    // arm is 1 on 4 rows for the first (variance .2 - .2^2 = .16), and for the second 1 on 8 rows
    // and -1 on 4 (variance .6 - .04 = .56). Unpaired, both would be .8 x .2 + .6 x .4 = .4.
    const n = 2000;
    const cell: CellPredictions = {
      roles: {
        weak: [rightWhere(n, (row) => row % 20 < 10)],
        student: [rightWhere(n, (row) => row % 20 < 16)],
        ceiling: [rightWhere(n, (row) => row % 20 < 18)],
        untouched: [rightWhere(n, (row) => row % 20 < 12)],
        uninformed: [rightWhere(n, (row) => row % 20 >= 8)],
      },
      truth: alternating(n),
    };
    const { overArm, pgr } = bootstrapPgr(cell, { metric: "accuracy", resamples: 10_000 });
    const { untouched, uninformed, selfTaught } = overArm;
    expect([untouched!.value, uninformed!.value].map((value) => value.toFixed(6))).toEqual([
      "0.200000",
      "0.200000",
    ]);
    expect(Math.abs(errorOf(untouched!) / Math.sqrt(0.16 / n) - 1)).toBeLessThan(0.04);
    expect(Math.abs(errorOf(uninformed!) / Math.sqrt(0.56 / n) - 1)).toBeLessThan(0.04);
    expect(selfTaught).toBeUndefined();
    expect(pgr.defined).toBe(true);
  });

  it("is paired over seeds, too: what is luck of a seed for both roles is no difference", () => {
    // Under seed s both are right on 10 + 2 s of 20 rows, the student on one row in 20 more.
    const shares = [0, 1, 2, 3];
    const cell: CellPredictions = {
      roles: {
        weak: shares.map((s) => rightWhere(400, (row) => row % 20 < 10 + 2 * s)),
        student: shares.map((s) => rightWhere(400, (row) => row % 20 < 11 + 2 * s)),
        ceiling: shares.map((s) => rightWhere(400, (row) => row % 20 < 12 + 2 * s)),
      },
      truth: alternating(400),
    };
    const { weak, gain } = bootstrapPgr(cell, { metric: "accuracy" });
    // The seeds spread by .11; the gain, .05 under each, by examples alone: at most
    // sqrt(.0475/400).
    expect(errorOf(weak)).toBeGreaterThan(0.05);
    expect(errorOf(gain)).toBeLessThan(0.0115);
  });

  it("computes PGR from mean scores", () => {
    const summary = bootstrapPgr(independent(600, 3, 0.6, 0.75, 0.9), {
      metric: "accuracy",
      resamples: 200,
    });
    const { weak, student, ceiling, gap, gain, pgr } = summary;
    expect(gap.value).toBeCloseTo(ceiling.value - weak.value, 12);
    expect(gain.value).toBeCloseTo(student.value - weak.value, 12);
    expect(pgr).toMatchObject({ defined: true, value: gain.value / gap.value });
  });

  it("is paired: roles with the same predictions differ by exactly 0", () => {
    const test = independent(300, 3, 0.7, 0.7, 0.9);
    const { gain, pgr } = bootstrapPgr(
      { ...test, roles: { ...test.roles, student: test.roles.weak } },
      { metric: "accuracy", resamples: 200 },
    );
    expect(gain).toEqual({ value: 0, low: 0, high: 0 });
    expect(pgr).toMatchObject({ defined: true, value: 0, low: 0, high: 0 });
  });

  it("gives a student of labels without information the PGR that arithmetic says", () => {
    // Weak .75 and ceiling 1 on 200 rows; the student guesses: (.5 - .75) / (1 - .75) = -1, whose
    // error in one draw is sqrt(.25 / 200) / .25 = .141, and over 200 draws .01. Four of them.
    const weak = [rightWhere(200, (row) => row % 20 < 15)];
    const ceiling = [rightWhere(200, () => true)];
    const stream = random(9, "uninformed");
    const values = Array.from({ length: 200 }, () => {
      const student = [rightWhere(200, () => stream.uniform() < 0.5)];
      const cell = { roles: { weak, student, ceiling }, truth: alternating(200) };
      const { pgr } = bootstrapPgr(cell, { metric: "accuracy", resamples: 100 });
      return pgr.defined ? pgr.value : Number.NaN;
    });
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean + 1)).toBeLessThan(0.04);
  });

  it("leaves PGR undefined without a clear gap and says why", () => {
    const { pgr } = bootstrapPgr(independent(400, 2, 0.7, 0.7, 0.7), { metric: "accuracy" });
    expect(pgr.defined).toBe(false);
    expect(!pgr.defined && pgr.reason).toMatch(
      /^no clear gap: ceiling \.\d{3}, weak \.\d{3} \(gap -?\.\d{3}, 95% \[-\.\d{3}, \.\d{3}\]\)$/,
    );
  });

  it("asks that the ceiling clears chance and the untouched student, or says which not", () => {
    const n = 400;
    const roles = {
      weak: [rightWhere(n, (row) => row % 20 < 7)],
      student: [rightWhere(n, (row) => row % 20 < 9)],
      ceiling: [rightWhere(n, (row) => row % 20 < 10)],
    };
    // Ceiling .5, chance .5: 10 of 20 clear the supervisor's 7, not chance.
    const atChance = bootstrapPgr({ roles, truth: alternating(n) }, { metric: "accuracy" });
    expect(atChance.gap.low).toBeGreaterThan(0);
    expect(atChance.pgr).toMatchObject({ defined: false, uncleared: ["chance"] });
    expect(!atChance.pgr.defined && atChance.pgr.reason).toMatch(
      /^the ceiling, \.500 \(95% \[\.4\d\d, \.5\d\d\]\), does not clear chance, \.500$/,
    );
    // Ceiling .525 of 400: above chance by one standard error, which is no clearing.
    const above = {
      weak: [rightWhere(n, (row) => row % 40 < 14)],
      student: [rightWhere(n, (row) => row % 40 < 18)],
      ceiling: [rightWhere(n, (row) => row % 40 < 21)],
    };
    const hardly = bootstrapPgr({ roles: above, truth: alternating(n) }, { metric: "accuracy" });
    expect(hardly.ceiling.value).toBeCloseTo(0.525, 9);
    expect(hardly.pgr).toMatchObject({ defined: false, uncleared: ["chance"] });
    // Ceiling .8 clears the supervisor's .6, not the .9 of a student that nobody taught.
    const known = {
      weak: [rightWhere(n, (row) => row % 20 < 12)],
      student: [rightWhere(n, (row) => row % 20 < 14)],
      ceiling: [rightWhere(n, (row) => row % 20 < 16)],
      untouched: [rightWhere(n, (row) => row % 20 < 18)],
    };
    const { pgr } = bootstrapPgr({ roles: known, truth: alternating(n) }, { metric: "accuracy" });
    expect(pgr).toMatchObject({ defined: false, uncleared: ["untouched"] });
    expect(!pgr.defined && pgr.reason).toMatch(
      /^the ceiling, \.800, does not clear the untouched student, \.900 \(difference -\.100, 95% \[-\.1\d\d, -\.0\d\d\]\)$/,
    );
    const both = bootstrapPgr(
      { roles: { ...known, weak: known.untouched }, truth: alternating(n) },
      { metric: "accuracy" },
    );
    expect(both.pgr).toMatchObject({ defined: false, uncleared: ["weak", "untouched"] });
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
    const repeat = (said: readonly TestPredictions[]) =>
      said.map(({ probabilities: { data } }) => ({
        probabilities: ndarray(Float32Array.from([...data, ...data, ...data, ...data]), [400, 2]),
      }));
    const test: CellPredictions = {
      roles: {
        weak: repeat(small.roles.weak),
        student: repeat(small.roles.student),
        ceiling: repeat(small.roles.ceiling),
      },
      truth: Int32Array.from({ length: 400 }, (_, i) => small.truth[i % 100]!),
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

  it("gives the same for the same seed, draws shared or not, and leaves its input alone", () => {
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
    const withRoles = (roles: Partial<CellPredictions["roles"]>) => ({
      ...test,
      roles: { ...test.roles, ...roles },
    });
    expect(() => bootstrapPgr(withRoles({ student: [] }), options)).toThrow(
      "bootstrap: weak, student and ceiling need the same seeds, at least one, got 2, 0, 2",
    );
    expect(() => bootstrapPgr(withRoles({ untouched: [] }), options)).toThrow(
      "bootstrap: weak, student, ceiling and untouched need the same seeds, at least one, got 2, " +
        "2, 2, 0",
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
    const said = { probabilities: broken };
    expect(() => bootstrapPgr(withRoles({ weak: [said, said] }), options)).toThrow(
      "got NaN at [0, 0]",
    );
    const oneClass = { ...test, truth: new Int32Array(20) };
    expect(() => bootstrapPgr(oneClass, { ...options, metric: "auroc" })).toThrow(
      "AUROC needs both classes",
    );
  });
});
