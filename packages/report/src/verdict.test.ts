import { describe, expect, it } from "vitest";
import { arm, outcome } from "../test/outcomes.js";
import { verdict } from "./verdict.js";

describe("verdict", () => {
  it.each([
    [0.4, 0.1, "gain"],
    [-0.4, 0.1, "negative"],
    [0.05, 0.1, "imitation"],
    [0.05, 0.02, "imitation"],
    [0.05, 0.3, "open"],
    [0.15, 0.2, "open"],
    [0.15, 0.1, "gain"],
    [-0.15, 0.1, "negative"],
  ] as const)("of PGR %f ± %f is %s", (pgr, spread, expected) => {
    expect(verdict(outcome({ pgr, spread }))).toBe(expected);
  });

  it("is undefined without a clear gap", () => {
    expect(verdict(outcome({ ceilingScore: 0.801 }))).toBe("undefined");
  });

  it("tells gains apart that an arm does about as well, or whose supervisor is at chance", () => {
    const arms = outcome().arms;
    const ahead = arm(0.5, { value: 0.3, low: 0.2, high: 0.4 });
    const alike = arm(0.87, { value: 0.002, low: -0.01, high: 0.02 });
    expect(verdict(outcome({ more: { arms: { ...arms, uninformed: ahead } } }))).toBe("gain");
    expect(verdict(outcome({ more: { arms: { ...arms, uninformed: alike } } }))).toBe("explained");
    expect(verdict(outcome({ more: { arms: { ...arms, untouched: alike } } }))).toBe("explained");
    // A student that teaches itself as well says nothing against its supervisor's labels.
    expect(verdict(outcome({ more: { arms: { ...arms, selfTaught: alike } } }))).toBe("gain");
    // .51 with an interval down to .498.
    expect(verdict(outcome({ weakScore: 0.51 }))).toBe("explained");
  });

  it("is no imitation where student or supervisor hardly predict under half of the seeds", () => {
    const constant = (role: "weak" | "student" | "ceiling", seeds: number) =>
      outcome({
        pgr: 0.02,
        spread: 0.05,
        more: { nearConstant: [{ role, kind: "one option", seeds, share: 1, note: "" }] },
      });
    expect(verdict(constant("student", 3))).toBe("constant");
    expect(verdict(constant("weak", 5))).toBe("constant");
    expect(verdict(constant("student", 2))).toBe("imitation");
    expect(verdict(constant("ceiling", 5))).toBe("imitation");
  });
});
