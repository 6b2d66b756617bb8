import { describe, expect, it } from "vitest";
import { elr, naive } from "./index.js";
import { binary, lossesOf } from "./testing/evaluate.js";

describe("elr", () => {
  it("adds lambda log(1 - <p, t>) with t after its update, by hand", async () => {
    // Targets of the test's batch are .1 each: t = .07 + .3 p, and <p, t> = .07 + .3 (p^2 + q^2).
    const batch = binary([0, 2], [0.5, 0.2]);
    const plain = await lossesOf(naive(), batch);
    const losses = await lossesOf(elr(), batch);
    [0, 2].forEach((z, i) => {
      const p = 1 / (1 + Math.exp(-z));
      const held = Math.log(1 - (0.07 + 0.3 * (p * p + (1 - p) ** 2)));
      expect(losses[i]).toBeCloseTo(plain[i]! + 3 * held, 5);
    });
  });

  it("is the naive method with weight 0", async () => {
    const batch = binary([0, 2], [0.5, 0.2]);
    const plain = await lossesOf(naive(), batch);
    (await lossesOf(elr({ lambda: 0 }), batch)).forEach((loss, i) => {
      expect(loss).toBeCloseTo(plain[i]!, 6);
    });
  });

  it("refuses options out of range", () => {
    expect(() => elr({ lambda: -1 })).toThrow('elr: "lambda" must be in [0, inf), got -1');
    expect(() => elr({ beta: 1 })).toThrow('elr: "beta" must be in [0, 1), got 1');
  });
});
