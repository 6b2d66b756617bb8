import { describe, expect, it } from "vitest";
import { reverseKl } from "./index.js";
import { binary, evaluate, lossesOf } from "./testing/evaluate.js";

describe("reverseKl", () => {
  it("is sum p log(p / label), by hand", async () => {
    // p = 1/2, label .8: .5 log(.5 / .8) + .5 log(.5 / .2) = .2231
    const [loss] = await lossesOf(reverseKl({ smoothing: 0 }), binary([0], [0.8]));
    expect(loss).toBeCloseTo(0.5 * Math.log(0.5 / 0.8) + 0.5 * Math.log(0.5 / 0.2), 6);
  });

  it("is 0 and pulls nowhere where student and labels agree", async () => {
    const { losses, slopes } = await evaluate(
      reverseKl({ smoothing: 0 }),
      binary([Math.log(3)], [0.75]),
    );
    for (const value of [...losses.flat(), ...slopes.flat(2)]) expect(value).toBeCloseTo(0, 6);
  });

  it("bounds what a sure label can cost by its smoothing", async () => {
    // The student is sure of the other option: log(1 / (.02 / 2)).
    const [loss] = await lossesOf(reverseKl({ smoothing: 0.02 }), binary([60], [0]));
    expect(loss).toBeCloseTo(Math.log(100), 4);
  });

  it("refuses a smoothing out of range", () => {
    expect(() => reverseKl({ smoothing: 1 })).toThrow(
      'reverse-kl: "smoothing" must be in [0, 1), got 1',
    );
  });
});
