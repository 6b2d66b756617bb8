import { describe, expect, it } from "vitest";
import type { Cell, Plan } from "../plan/plan.js";
import type { Step } from "../plan/step.js";
import { chooseStudent } from "./choose.js";

/**
 * Two supervisors, one student, one seed; where the student is `told` their labels, its ceilings
 * differ too.
 */
function plan(told: boolean): Plan {
  const step = (name: string) => ({ name }) as Step;
  const cells = ["small", "middle"].map((supervisor) => {
    const inputs = {
      "strong 0": step(`taught by ${supervisor}`),
      "ceiling 0": step(told ? `ceiling told by ${supervisor}` : "ceiling"),
      "weak 0": step(supervisor),
    };
    const names = { task: "sst2", supervisor, student: "large", labels: "soft", method: "naive" };
    return { ...names, score: { inputs } } as unknown as Cell;
  });
  return { cells, seeds: [0] } as unknown as Plan;
}

describe("which trained model is meant", () => {
  it("follows where one is left", () => {
    expect(chooseStudent(plan(false), { role: "ceiling" }).step.name).toBe("ceiling");
    expect(chooseStudent(plan(false), { supervisor: "small" }).step.name).toBe("taught by small");
  });

  it("is asked for by what tells the others apart", () => {
    const message = "2 trained models fit; say which with --supervisor (small, middle)";
    expect(() => chooseStudent(plan(false), {})).toThrow(message);
    expect(() => chooseStudent(plan(true), { role: "ceiling" })).toThrow(message);
  });
});
