import { describe, expect, it } from "vitest";
import { naive, product } from "./index.js";
import { binary, evaluate, lossesOf } from "./testing/evaluate.js";

describe("product", () => {
  it("teaches the product of what student and labels say", async () => {
    // p = 1/2 and label .8: the target is .8. p = e^1.5 / (1 + e^1.5) = .8176 and label .2:
    // .8176 * .2 / (.8176 * .2 + .1824 * .8) = .1635 / .3094 = .5284.
    const losses = await lossesOf(product(), binary([0, 1.5], [0.8, 0.2]));
    expect(losses[0]).toBeCloseTo(Math.log(2), 5);
    expect(losses[1]).toBeCloseTo(Math.log(1 + Math.exp(1.5)) - 0.5284 * 1.5, 3);
  });

  it("is the naive method where the student's part has power 0, or labels are hard", async () => {
    const soft = binary([2, -1, 0.3], [0.9, 0.4, 0.5]);
    expect(await lossesOf(product({ beta: 0 }), soft)).toEqual(
      (await lossesOf(naive(), soft)).map((loss) => expect.closeTo(loss, 5)),
    );
    const hard = binary([2, -1, 0.3], [1, 0, 1]);
    expect(await lossesOf(product(), hard)).toEqual(
      (await lossesOf(naive(), hard)).map((loss) => expect.closeTo(loss, 5)),
    );
  });

  it("stops the gradient at its target: what is left is p - target", async () => {
    const { slopes } = await evaluate(product(), binary([1.5], [0.2]));
    // .8176 - .5284
    expect(slopes[0]![0]![1]).toBeCloseTo(0.2892, 3);
  });

  it("refuses powers below 0", () => {
    expect(() => product({ alpha: -1 })).toThrow('product: "alpha" must be in [0, inf), got -1');
    expect(() => product({ beta: Number.NaN })).toThrow(
      'product: "beta" must be a number, got NaN',
    );
  });
});
