import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { random } from "../../random.js";
import { boosted, resampled } from "./boosting.js";

/** Certain answers, a row each. */
const answers = (options: number, ...of: number[]) => {
  const data = new Float32Array(of.length * options);
  of.forEach((k, i) => {
    data[i * options + k] = 1;
  });
  return ndarray(data, [of.length, options]);
};

describe("boosted", () => {
  it("gives votes and weights by SAMME", () => {
    const labels = answers(2, 0, 0, 1, 1);
    // The first has one of four wrong: e = 1/4, its vote is log 3. Weights: three of 1/4, one of
    // 3/4; made to sum to 1: 1/6, 1/6, 1/6, 1/2. The second has examples 0 and 1 wrong: e = 1/3,
    // its vote is log 2, and their weights double: 2/6, 2/6, 1/6, 3/6 over 8/6.
    const { votes, weights } = boosted(labels, [answers(2, 0, 0, 1, 0), answers(2, 1, 1, 1, 1)]);
    expect(votes[0]).toBeCloseTo(Math.log(3), 12);
    expect(votes[1]).toBeCloseTo(Math.log(2), 12);
    [0.25, 0.25, 0.125, 0.375].forEach((weight, i) => {
      expect(weights[i]).toBeCloseTo(weight, 12);
    });
  });

  it("asks of three options only to be better than one in three", () => {
    // Half wrong: log 1 + log 2.
    const { votes } = boosted(answers(3, 0, 1, 2, 0), [answers(3, 0, 1, 0, 1)]);
    expect(votes[0]).toBeCloseTo(Math.log(2), 12);
  });

  it("gives no vote at chance, and counts no error as half of one", () => {
    const labels = answers(2, 0, 0, 1, 1);
    const { votes, weights } = boosted(labels, [answers(2, 0, 1, 1, 0), labels]);
    expect(votes[0]).toBe(0);
    // e = 1/8: log 7, and nothing is wrong that could be heavier.
    expect(votes[1]).toBeCloseTo(Math.log(7), 12);
    expect([...weights]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it("begins anew after a member at chance, be it by rounding", () => {
    const labels = answers(2, 0, 0, 1, 1);
    const first = answers(2, 0, 0, 1, 0);
    // The second errs where the first did: half of the raised weights.
    const { votes, weights } = boosted(labels, [first, first, first]);
    expect(votes[0]).toBeCloseTo(Math.log(3), 12);
    expect(votes[1]).toBe(0);
    expect(votes[2]).toBe(votes[0]);
    expect(weights[3]).toBeCloseTo(0.5, 12);
    expect(boosted(labels, [first, answers(2, 1, 1, 0, 0)]).votes[1]).toBe(0);
  });
});

describe("resampled", () => {
  it("draws as many examples as there are, by their weights", () => {
    const count = 3000;
    const labels = answers(2, ...Array.from({ length: count }, () => 0));
    // A tenth is wrong: e = .1, and exp(vote) = 9 times the weight: half of all draws.
    const said = [answers(2, ...Array.from({ length: count }, (_, i) => Number(i % 10 === 0)))];
    const input = { probabilities: labels, features: undefined, said, random: random(1, "test") };
    const { keep } = resampled.apply(input);
    expect(keep!.length).toBe(count);
    const share = keep!.filter((i) => i % 10 === 0).length / count;
    // Its standard error is sqrt(.25 / 3000) = .009.
    expect(share).toBeGreaterThan(0.5 - 0.04);
    expect(share).toBeLessThan(0.5 + 0.04);
  });
});
