import { describe, expect, it } from "vitest";
import { naive, vat } from "./index.js";
import { binary, lossesOf } from "./testing/evaluate.js";

describe("vat", () => {
  const batch = binary([0.5, -1, 2], [0.9, 0.4, 1]);

  it("charges a student that says otherwise nearby, more for a longer step", async () => {
    const plain = await lossesOf(naive(), batch);
    const near = await lossesOf(vat({ epsilon: 0.1 }), batch);
    const far = await lossesOf(vat({ epsilon: 1 }), batch);
    plain.forEach((loss, i) => {
      expect(near[i]!).toBeGreaterThan(loss - 1e-6);
      expect(far[i]!).not.toBeCloseTo(near[i]!, 3);
    });
  });

  it("is the naive method with weight 0", async () => {
    const plain = await lossesOf(naive(), batch);
    (await lossesOf(vat({ alpha: 0 }), batch)).forEach((loss, i) => {
      expect(loss).toBeCloseTo(plain[i]!, 6);
    });
  });

  it("refuses options out of range", () => {
    expect(() => vat({ alpha: -1 })).toThrow('vat: "alpha" must be in [0, inf), got -1');
    expect(() => vat({ epsilon: 0 })).toThrow('vat: "epsilon" must be in (0, inf), got 0');
  });
});
