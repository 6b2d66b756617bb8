import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { betaQuantiles } from "./beta-quantiles.js";
import { mixup } from "./index.js";
import { binary, lossesOf } from "./testing/evaluate.js";

/** Made by reference/lab/losses.py. */
const reference: { readonly beta: Readonly<Record<string, readonly number[]>> } = JSON.parse(
  readFileSync(new URL("./fixtures/losses.json", import.meta.url), "utf8"),
);

describe("mixup", () => {
  it("looks at mixtures alone: that of two equal labels is theirs at any share", async () => {
    // A label of 0 everywhere, and of 1: cross-entropies of z and -z, whatever z the head gives.
    const none = await lossesOf(mixup(), binary([0, 0, 0], [0, 0, 0]));
    const all = await lossesOf(mixup(), binary([0, 0, 0], [1, 1, 1]));
    none.forEach((loss, i) => {
      expect(Math.exp(-loss) + Math.exp(-all[i]!)).toBeCloseTo(1, 5);
    });
  });

  it("mixes the last example with the first, and a lone one with itself", async () => {
    // The shares of the test's batch are 0, .7, .4: the first example is all of the second.
    const labels = [0, 1, 0];
    const losses = await lossesOf(mixup(), binary([0, 0, 0], labels));
    const [none, all] = [
      await lossesOf(mixup(), binary([0, 0, 0], [0, 0, 0])),
      await lossesOf(mixup(), binary([0, 0, 0], [1, 1, 1])),
    ];
    [1, 0.7, 0].forEach((label, i) => {
      expect(losses[i]).toBeCloseTo(label * all[i]! + (1 - label) * none[i]!, 5);
    });
    expect(await lossesOf(mixup(), binary([0], [1]))).toHaveLength(1);
  });

  it("refuses alpha out of range", () => {
    expect(() => mixup({ alpha: 0 })).toThrow('mixup: "alpha" must be in [0.1, 2], got 0');
  });
});

describe("betaQuantiles", () => {
  it.each(["0.2", "0.5", "2.0"])("are SciPy's for alpha %s", (alpha) => {
    const ours = betaQuantiles(Number(alpha), 16);
    expect(ours).toHaveLength(17);
    reference.beta[alpha]!.forEach((quantile, i) => {
      expect(Math.abs(ours[i]! - quantile), `quantile ${i}`).toBeLessThan(1e-5);
    });
  });

  it("are in a line for alpha 1", () => {
    betaQuantiles(1, 8).forEach((quantile, i) => {
      expect(quantile).toBeCloseTo(i / 8, 6);
    });
  });
});
