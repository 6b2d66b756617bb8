// Best of n against every way to draw, and by hand.

import { describe, expect, it } from "vitest";
import { bestOfN, distanceOf, type Scored } from "./best-of-n.js";

/** The same by going through all sequences of n draws. */
function byBruteForce(answers: readonly Scored[], n: number): number {
  const from = (drawn: readonly Scored[], chance: number): number => {
    if (drawn.length < n) {
      return answers.reduce((sum, one) => sum + from([...drawn, one], chance * one.share), 0);
    }
    const most = Math.max(...drawn.map(({ reward }) => reward));
    const best = drawn.filter(({ reward }) => reward === most);
    return (chance * best.reduce((sum, { gold }) => sum + gold, 0)) / best.length;
  };
  return from([], 1);
}

const answers = [
  { reward: 0.3, gold: 1, share: 0.2 },
  { reward: -1, gold: 0, share: 0.5 },
  { reward: 0.3, gold: 0, share: 0.1 },
  { reward: 2, gold: 0.5, share: 0.05 },
  { reward: Number.NEGATIVE_INFINITY, gold: 0, share: 0.15 },
];

describe("bestOfN", () => {
  it.each([1, 2, 3, 4, 5])("is what all sequences of %i draws give", (n) => {
    expect(bestOfN(answers, n)).toBeCloseTo(byBruteForce(answers, n), 12);
  });

  it("is the mean of one draw, and of many the worth of what is scored highest", () => {
    // .2 * 1 + .05 * .5
    expect(bestOfN(answers, 1)).toBeCloseTo(0.225, 12);
    expect(bestOfN(answers, 10_000)).toBeCloseTo(0.5, 12);
  });

  it("turns where a rare worthless answer is scored above the right one", () => {
    const fooled = [
      { reward: 0, gold: 0, share: 0.7 },
      { reward: 1, gold: 1, share: 0.29 },
      { reward: 2, gold: 0, share: 0.01 },
    ];
    const [one, eight, many] = [1, 8, 1000].map((n) => bestOfN(fooled, n));
    // .99^8 - .7^8
    expect(eight).toBeCloseTo(0.99 ** 8 - 0.7 ** 8, 12);
    expect(eight).toBeGreaterThan(one!);
    expect(many).toBeLessThan(0.001);
  });
});

describe("distanceOf", () => {
  it("is log n - (n - 1) / n", () => {
    expect(distanceOf(1)).toBe(0);
    expect(distanceOf(4)).toBeCloseTo(1.3863 - 0.75, 4);
  });
});
