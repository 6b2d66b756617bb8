import { describe, expect, it } from "vitest";
import { entropy, naive } from "./index.js";
import { binary, evaluate } from "./testing/evaluate.js";

const batch = (progress: number) => binary([2, -1, 0.3], [0.9, 0.4, 0.5], progress);
const slopesOf = async (method: ReturnType<typeof naive>, progress: number) =>
  (await evaluate(method, batch(progress))).slopes.flat(2);

describe("entropy", () => {
  it("leaves of the gradient what the labels give, (1 - a) of it, a rising to alpha", async () => {
    const plain = await slopesOf(naive(), 0);
    for (const [progress, a] of [
      [0, 0],
      [0.1, 0.25],
      [0.2, 0.5],
      [0.9, 0.5],
    ] as const) {
      (await slopesOf(entropy(), progress)).forEach((slope, i) => {
        expect(slope).toBeCloseTo((1 - a) * plain[i]!, 6);
      });
    }
  });

  it("makes the student surer where the gradient is not stopped", async () => {
    // Of the entropy by z: -z p (1 - p), the mean over three examples.
    const pull = await slopesOf(entropy({ alpha: 1, warmup: 0, stopped: false }), 0);
    [2, -1, 0.3].forEach((z, i) => {
      const p = 1 / (1 + Math.exp(-z));
      expect(pull[2 * i + 1]).toBeCloseTo((-z * p * (1 - p)) / 3, 6);
    });
  });

  it("refuses options out of range", () => {
    expect(() => entropy({ alpha: 2 })).toThrow('entropy: "alpha" must be in [0, 1], got 2');
    expect(() => entropy({ warmup: -0.1 })).toThrow(
      'entropy: "warmup" must be in [0, 1), got -0.1',
    );
  });
});
