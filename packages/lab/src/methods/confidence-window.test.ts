import { describe, expect, it } from "vitest";
import { confidenceWindow, naive } from "./index.js";
import { binary, evaluate, lossesOf } from "./testing/evaluate.js";

describe("confidenceWindow", () => {
  it("looks away from what the student is sure of, whatever the labels say", async () => {
    // sigmoid(.6) = .646, below .65; sigmoid(.62) = .6502, above.
    const batch = binary([0.6, 0.62, -0.6, -3], [0, 0, 1, 1]);
    const plain = await lossesOf(naive(), batch);
    const losses = await lossesOf(confidenceWindow(), batch);
    expect(losses[0]).toBeCloseTo(plain[0]!, 6);
    expect(losses[1]).toBe(0);
    expect(losses[2]).toBeCloseTo(plain[2]!, 6);
    expect(losses[3]).toBe(0);
  });

  it("measures from 1/K with more options", async () => {
    // Largest probabilities: e^.5 / (e^.5 + 2) = .4519 and e^.7 / (e^.7 + 2) = .5017; 1/3 + .15 is
    // .4833.
    const { losses } = await evaluate(confidenceWindow(), {
      logits: [[[0.5, 0, 0]], [[0, 0.7, 0]]],
      labels: [[[0, 1, 0]], [[0, 1, 0]]],
      progress: 0,
    });
    expect(losses[0]![0]).toBeCloseTo(Math.log(Math.exp(0.5) + 2), 5);
    expect(losses[1]![0]).toBe(0);
  });

  it("refuses a radius out of range", () => {
    expect(() => confidenceWindow({ radius: 0 })).toThrow(
      'confidence-window: "radius" must be in (0, 1], got 0',
    );
  });
});
