import { describe, expect, it } from "vitest";
import { type ConfidenceOptions, confidence, naive } from "./index.js";
import { binary, evaluate, lossesOf } from "./testing/evaluate.js";

const entropy = (p: number, z: number) => Math.log(1 + Math.exp(z)) - p * z;

/** Which examples count as option 1: where the student's own answers are all that it is taught. */
async function answers(
  odds: readonly number[],
  prior: NonNullable<ConfidenceOptions["prior"]> = "half",
  labels = odds.map(() => 0.5),
  overall?: number,
): Promise<number[]> {
  const losses = await lossesOf(
    confidence({ alpha: 1, warmup: 0, prior }),
    binary(odds, labels, 0.5, overall),
  );
  return losses.map((loss, i) => {
    const [no, yes] = [entropy(0, odds[i]!), entropy(1, odds[i]!)];
    expect(Math.min(Math.abs(loss - no), Math.abs(loss - yes))).toBeLessThan(1e-5);
    return Number(Math.abs(loss - yes) < Math.abs(loss - no));
  });
}

describe("confidence", () => {
  it("mixes in the student's answers, half positive, by a weight rising to alpha", async () => {
    const [odds, labels] = [
      [2, -1, 0.3, -2],
      [0.9, 0.4, 1, 0.6],
    ];
    for (const [progress, a] of [
      [0, 0],
      [0.1, 0.25],
      [0.2, 0.5],
      [0.9, 0.5],
    ] as const) {
      const losses = await lossesOf(confidence(), binary(odds!, labels!, progress));
      // The upper half of the odds is examples 0 and 2.
      [1, 0, 1, 0].forEach((answer, i) => {
        const target = (1 - a) * labels![i]! + a * answer;
        expect(losses[i]).toBeCloseTo(entropy(target, odds![i]!), 5);
      });
    }
  });

  it("counts round(share * n) of n examples as positive, whatever n is", async () => {
    // .5 n rounded: 1, 2 (of 1.5), 2, 3 (of 2.5), 4 (of 3.5), 4
    for (const [n, wanted] of [
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 3],
      [7, 4],
      [8, 4],
    ] as const) {
      const odds = Array.from({ length: n }, (_, i) => ((i * 11) % 17) - 20.3);
      const said = await answers(odds);
      expect(said.reduce((sum, one) => sum + one)).toBe(wanted);
      // They are those of the highest odds.
      const lowest = Math.min(...odds.filter((_, i) => said[i] === 1));
      expect(odds.filter((z) => z >= lowest)).toHaveLength(wanted);
    }
  });

  it("takes those that come first where odds are equal", async () => {
    expect(await answers([0.7, 0.7, 0.7, 0.7])).toEqual([1, 1, 0, 0]);
    expect(await answers([0.2, 0.2, 3, 0.2, 0.2, 0.2])).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it("teaches a lone example what the student holds more probable", async () => {
    expect(await answers([0.4])).toEqual([1]);
    expect(await answers([-0.4])).toEqual([0]);
    expect(await answers([-0.4], "labels", [1])).toEqual([0]);
  });

  it("takes as many positives as the batch's labels say, all labels, or a share", async () => {
    const odds = [-3, 0.1, 0.5, 1.5];
    // The labels' sum is 1.4, so 1; of 4 the share .6 is 2.4, so 2; .9 is 3.6, so 4.
    expect(await answers(odds, "labels", [0.2, 0.7, 0, 0.5])).toEqual([0, 0, 0, 1]);
    expect(await answers(odds, "data", undefined, 0.6)).toEqual([0, 0, 1, 1]);
    expect(await answers(odds, 0.9)).toEqual([1, 1, 1, 1]);
  });

  it("teaches the most probable of three options", async () => {
    const { losses } = await evaluate(confidence({ alpha: 1, warmup: 0 }), {
      logits: [[[0, 1, -1]], [[2, 0, 1]]],
      labels: [[[1, 0, 0]], [[0, 0, 1]]],
      progress: 0,
    });
    const total = (...logits: number[]) =>
      Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));
    expect(losses.flat()[0]).toBeCloseTo(total(0, 1, -1) - 1, 5);
    expect(losses.flat()[1]).toBeCloseTo(total(2, 0, 1) - 2, 5);
  });

  it("with weight 0 is naive", async () => {
    const batch = binary([2, -1, 0.3], [0.9, 0.4, 1]);
    const plain = await lossesOf(naive(), batch);
    (await lossesOf(confidence({ alpha: 0 }), batch)).forEach((loss, i) => {
      expect(loss).toBeCloseTo(plain[i]!, 6);
    });
  });

  it("refuses options out of range", () => {
    expect(() => confidence({ alpha: 1.5 })).toThrow(
      'confidence: "alpha" must be in [0, 1], got 1.5',
    );
    expect(() => confidence({ warmup: 1 })).toThrow(
      'confidence: "warmup" must be in [0, 1), got 1',
    );
    expect(() => confidence({ prior: 1 })).toThrow('confidence: "prior" must be in (0, 1), got 1');
    expect(() => confidence({ prior: "all" as "half" })).toThrow(
      '"prior" must be "half", "data", "labels" or a number in (0, 1), got "all"',
    );
  });
});
