import { describe, expect, it } from "vitest";
import { focal, naive } from "./index.js";
import { binary, lossesOf } from "./testing/evaluate.js";

describe("focal", () => {
  it("is (1 - p)^gamma of cross-entropy for a hard label, by hand", async () => {
    const p = 1 / (1 + Math.exp(-2));
    const [right, wrong] = await lossesOf(focal(), binary([2, 2], [1, 0]));
    expect(right).toBeCloseTo(-((1 - p) ** 2) * Math.log(p), 6);
    expect(wrong).toBeCloseTo(-(p ** 2) * Math.log(1 - p), 6);
  });

  it("is the naive method at gamma 0", async () => {
    const batch = binary([2, -1, 0.3], [0.9, 0.4, 1]);
    const plain = await lossesOf(naive(), batch);
    (await lossesOf(focal({ gamma: 0 }), batch)).forEach((loss, i) => {
      expect(loss).toBeCloseTo(plain[i]!, 6);
    });
  });

  it("refuses gamma below 0", () => {
    expect(() => focal({ gamma: -1 })).toThrow('focal: "gamma" must be in [0, inf), got -1');
  });
});
