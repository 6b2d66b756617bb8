import { describe, expect, it } from "vitest";
import { kl, naive } from "./index.js";
import { binary, evaluate, lossesOf } from "./testing/evaluate.js";

describe("kl", () => {
  it("is 0 where student and labels agree, log 2 of an even chance to a sure label", async () => {
    const losses = await lossesOf(kl(), binary([Math.log(3), 0, 0], [0.75, 1, 0]));
    expect(losses[0]).toBeCloseTo(0, 6);
    expect(losses[1]).toBeCloseTo(Math.log(2), 6);
    expect(losses[2]).toBeCloseTo(Math.log(2), 6);
  });

  it("has the naive method's gradients", async () => {
    const batch = binary([2, -1, 0.3], [0.9, 0.4, 1]);
    const [ours, plain] = [await evaluate(kl(), batch), await evaluate(naive(), batch)];
    ours.slopes.flat(2).forEach((slope, i) => {
      expect(slope).toBeCloseTo(plain.slopes.flat(2)[i]!, 6);
    });
  });
});
