import { describe, expect, it } from "vitest";
import { reverseCrossEntropy, reverseKl } from "./index.js";
import { binary, evaluate, lossesOf } from "./testing/evaluate.js";

describe("reverseCrossEntropy", () => {
  it("is -sum p log label, by hand, and reverse KL plus the student's entropy", async () => {
    const batch = binary([1.2], [0.8]);
    const p = 1 / (1 + Math.exp(-1.2));
    const [loss] = await lossesOf(reverseCrossEntropy({ smoothing: 0 }), batch);
    expect(loss).toBeCloseTo(-p * Math.log(0.8) - (1 - p) * Math.log(0.2), 6);
    const [divergence] = await lossesOf(reverseKl({ smoothing: 0 }), batch);
    const own = -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    expect(loss).toBeCloseTo(divergence! + own, 6);
  });

  it("learns nothing from labels of even odds", async () => {
    const { slopes } = await evaluate(reverseCrossEntropy(), binary([1.2, -3], [0.5, 0.5]));
    for (const slope of slopes.flat(2)) expect(slope).toBeCloseTo(0, 6);
  });

  it("refuses a smoothing out of range", () => {
    expect(() => reverseCrossEntropy({ smoothing: -1 })).toThrow(
      'reverse-cross-entropy: "smoothing" must be in [0, 1), got -1',
    );
  });
});
