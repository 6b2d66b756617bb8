import { describe, expect, it } from "vitest";
import { naive } from "./index.js";
import { binary, evaluate, lossesOf } from "./testing/evaluate.js";

describe("naive", () => {
  it("is the cross-entropy to the labels", async () => {
    const [odds, labels] = [
      [2, -1, 0.3],
      [0.9, 0.4, 1],
    ];
    (await lossesOf(naive(), binary(odds!, labels!))).forEach((loss, i) => {
      expect(loss).toBeCloseTo(Math.log(1 + Math.exp(odds![i]!)) - labels![i]! * odds![i]!, 5);
    });
  });

  it("is so for three options", async () => {
    const { losses } = await evaluate(naive(), {
      logits: [[[1, 2, 0]]],
      labels: [[[0.2, 0.5, 0.3]]],
      progress: 0,
    });
    const total = Math.log(Math.E + Math.exp(2) + 1);
    expect(losses[0]![0]).toBeCloseTo(total - 0.2 * 1 - 0.5 * 2, 5);
  });
});
