import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { logLoss } from "./log-loss.js";

describe("logLoss", () => {
  it("is the mean negative logarithm of the label's probability", () => {
    // -(ln .75 + ln .5) / 2
    const p = ndarray(Float32Array.of(0.75, 0.25, 0.5, 0.5), [2, 2]);
    expect(logLoss(p, Int32Array.of(0, 1))).toBeCloseTo(-(Math.log(0.75) + Math.log(0.5)) / 2, 12);
  });

  it("is clipped at 2^-23, 15.94 nats, where the label has probability 0", () => {
    const p = ndarray(Float32Array.of(1, 0), [1, 2]);
    expect(logLoss(p, Int32Array.of(1))).toBeCloseTo(23 * Math.log(2), 12);
  });
});
