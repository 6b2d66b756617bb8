import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { bootstrapPgr } from "../bootstrap/bootstrap.js";
import { unpackDraws } from "../over-tasks/kept-draws.js";
import { measure } from "../user-measure.js";
import { scoreCell } from "./score-cell.js";

describe("scoreCell", () => {
  const binary = (...ones: number[]) => ({
    probabilities: ndarray(Float32Array.from(ones.flatMap((one) => [1 - one, one])), [
      ones.length,
      2,
    ]),
  });
  const truth = Int32Array.of(0, 0, 1, 1);
  const test = {
    roles: {
      weak: [binary(0.25, 0.75, 0.25, 0.75), binary(0.25, 0.75, 0.75, 0.75)],
      student: [binary(0.25, 0.25, 0.25, 0.75), binary(0.25, 0.25, 0.75, 0.75)],
      ceiling: [binary(0.25, 0.25, 0.75, 0.75), binary(0.25, 0.25, 0.75, 0.75)],
    },
    truth,
  };

  it("averages every measure over seeds", () => {
    const { scores } = scoreCell(test, { metric: "accuracy", resamples: 200 });
    // Right of 4: weak 2 and 3, student 3 and 4, ceiling 4 and 4.
    expect(scores.scores.weak.accuracy.value).toBe((2 / 4 + 3 / 4) / 2);
    expect(scores.scores.student.accuracy.value).toBe((3 / 4 + 4 / 4) / 2);
    expect(scores.scores.ceiling.accuracy.value).toBe(1);
    expect(scores.gap.value).toBe(1 - 0.625);
    expect(scores.gain.value).toBe(0.875 - 0.625);
    // Every confidence is .75: the error is |accuracy - .75|, (.25 + 0) / 2 for weak.
    expect(scores.scores.weak.calibrationError).toBeCloseTo(0.125, 12);
    expect(scores.scores.ceiling.logLoss).toBeCloseTo(-Math.log(0.75), 12);
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
    const { scores } = scoreCell(test, { metric: "auroc", resamples: 200 });
    // Weak, seed 1: pairs (class 1, class 0) .25 v .25 tie, .25 v .75 lost, .75 v .25 won, .75 v
    // .75 tie: 2 of 4. Seed 2: .75 v .25 won and .75 v .75 tied, twice: 3 of 4.
    expect(scores.scores.weak.auroc?.value).toBe((0.5 + 0.75) / 2);
    expect(scores.gap.value).toBe(1 - 0.625);
    expect(scores.metric).toBe("auroc");
  });

  it("has no AUROC with three options", () => {
    const three = [{ probabilities: ndarray(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), [3, 3]) }];
    const { scores } = scoreCell(
      {
        roles: { weak: three, student: three, ceiling: three },
        truth: Int32Array.of(0, 1, 1),
      },
      { metric: "accuracy", resamples: 100 },
    );
    expect(scores.scores.weak.auroc).toBeNull();
  });

  it("scores arms on the same draws, and says why one is not there", () => {
    const arms = { ...test.roles, untouched: test.roles.weak };
    const { scores } = scoreCell(
      { roles: arms, truth },
      { metric: "accuracy", resamples: 200, absent: { selfTaught: "too dear" } },
    );
    const { untouched, uninformed, selfTaught } = scores.arms;
    expect(untouched).toEqual({
      run: true,
      scores: scores.scores.weak,
      difference: scores.gain,
    });
    expect(uninformed).toEqual({ run: false, reason: "not run" });
    expect(selfTaught).toEqual({ run: false, reason: "too dear" });
    expect(scores.bySeed).toEqual({
      weak: [2 / 4, 3 / 4],
      student: [3 / 4, 1],
      ceiling: [1, 1],
      untouched: [2 / 4, 3 / 4],
    });
  });

  it("says how many of the supervisor's errors student and ceiling repeat", () => {
    const { errorsRepeated } = scoreCell(test, { metric: "accuracy", resamples: 200 }).scores;
    // The student repeats 1 of 2, then 0 of 1; the ceiling none.
    expect(errorsRepeated.student?.value).toBe(0.25);
    expect(errorsRepeated.ceiling).toEqual({ value: 0, low: 0, high: 0 });
    expect(errorsRepeated.difference?.value).toBe(0.25);
    const { ceiling } = test.roles;
    const flawless = { roles: { weak: ceiling, student: ceiling, ceiling }, truth };
    expect(
      scoreCell(flawless, { metric: "accuracy", resamples: 100 }).scores.errorsRepeated,
    ).toEqual({ student: null, ceiling: null, difference: null });
  });

  it("scores the links of a chain and the study's own measures", () => {
    const sure = measure("sure", {}, ({ probabilities: { data } }) => {
      return data.filter((value) => value > 0.5).length / (data.length / 2);
    });
    const { scores } = scoreCell(
      { ...test, links: [{ name: "mini", said: test.roles.student }] },
      { metric: "accuracy", resamples: 100, measures: [sure] },
    );
    expect(scores.links).toEqual([{ name: "mini", scores: scores.scores.student }]);
    const one = { value: 1, low: 1, high: 1 };
    expect(scores.measures).toEqual({ sure: { weak: one, student: one, ceiling: one } });
  });

  it("gives the student's metric in every resample, to compare methods by", () => {
    const { scores, draws } = scoreCell(test, { metric: "accuracy", resamples: 200 });
    expect(draws).toHaveLength(200);
    const sorted = [...draws].sort((a, b) => a - b);
    // 2.5% of 200 lie outside on either side.
    expect([sorted[5], sorted[194]]).toEqual([
      scores.scores.student.accuracy.low,
      scores.scores.student.accuracy.high,
    ]);
  });

  it("keeps gain and gap in the first resamples, and lets every second seed select", () => {
    const { scores, draws } = scoreCell(test, { metric: "accuracy", resamples: 300 });
    const gains = unpackDraws(scores.draws!.gain);
    expect(gains).toHaveLength(200);
    const weak = bootstrapPgr(test, { metric: "accuracy", resamples: 300 }).weak.value;
    expect(scores.gain.value).toBeCloseTo(scores.scores.student.accuracy.value - weak, 12);
    // The student is never more than its gain above 1, nor is the supervisor below 0.
    gains.forEach((gain, k) => {
      expect(gain).toBeLessThanOrEqual(draws[k]! + 1e-4);
    });

    // 40 examples of either class; the supervisor is right on 60% of them, under the first and the
    // third seed the ceiling on all, under the second and the fourth on no more than it.
    const n = 80;
    const right = (share: number) =>
      binary(...Array.from({ length: n }, (_, i) => Number(i % 10 < 10 * share === i % 2 > 0)));
    const alternating = Int32Array.from({ length: n }, (_, i) => i % 2);
    const [low, high] = [right(0.6), right(1)];
    const cell = (ceiling: readonly (typeof low)[]) => ({
      roles: { weak: [low, low, low, low], student: [low, low, low, low], ceiling },
      truth: alternating,
    });
    const clear = (ceiling: readonly (typeof low)[]) =>
      scoreCell(cell(ceiling), { metric: "accuracy" }).scores.clearElsewhere;
    expect(clear([high, low, high, low])).toBe(true);
    expect(clear([low, high, low, high])).toBe(false);
    const one = { roles: { weak: [low], student: [low], ceiling: [high] }, truth: alternating };
    expect(scoreCell(one, { metric: "accuracy" }).scores.clearElsewhere).toBeNull();
  });
});
