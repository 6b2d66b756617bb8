import { describe, expect, it } from "vitest";
import { gce, naive } from "./index.js";
import { binary, evaluate, lossesOf } from "./testing/evaluate.js";

describe("gce", () => {
  it("is (1 - p^q) / q of a hard label, by hand", async () => {
    const [even, sure] = await lossesOf(gce(), binary([0, 4], [1, 0]));
    expect(even).toBeCloseTo((1 - 0.5 ** 0.7) / 0.7, 6);
    expect(sure).toBeCloseTo((1 - (1 / (1 + Math.exp(4))) ** 0.7) / 0.7, 6);
  });

  it("is the mean absolute error at q = 1, and nears cross-entropy at q = 0", async () => {
    const batch = binary([2, -1, 0.3], [1, 0, 1]);
    const [p] = [1 / (1 + Math.exp(-2))];
    expect((await lossesOf(gce({ q: 1 }), batch))[0]).toBeCloseTo(1 - p, 6);
    const plain = await lossesOf(naive(), batch);
    (await lossesOf(gce({ q: 1e-3 }), batch)).forEach((loss, i) => {
      expect(loss).toBeCloseTo(plain[i]!, 2);
    });
  });

  it("hardly moves for a label that is surely wrong", async () => {
    const { slopes } = await evaluate(gce(), binary([20], [0]));
    expect(Math.abs(slopes[0]![0]![1]!)).toBeLessThan(1e-5);
  });

  it("refuses q out of range", () => {
    expect(() => gce({ q: 0 })).toThrow('gce: "q" must be in (0, 1], got 0');
  });
});
