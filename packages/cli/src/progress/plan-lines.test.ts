import { describe, expect, it } from "vitest";
import { planLine, workLines } from "./plan-lines.js";

const summary = {
  study: "s",
  trials: 20,
  steps: 34,
  cached: 9,
  toRun: 25,
  estimateMs: 125_000,
  work: [
    { kind: "features", label: "SmolLM2-135M layers 5, 15 on sst2", steps: 2 },
    { kind: "fit", label: "20 probes", steps: 20 },
  ],
};

describe("planLine", () => {
  it("says what is cached, what will run, and about how long", () => {
    expect(planLine(summary)).toBe(
      "plan      20 trials, 34 steps: 9 cached, 25 to run, about 2 min",
    );
    expect(planLine({ ...summary, estimateMs: null })).toBe(
      "plan      20 trials, 34 steps: 9 cached, 25 to run",
    );
    expect(planLine({ ...summary, cached: 34, toRun: 0 })).toBe(
      "plan      20 trials, 34 steps: all cached",
    );
  });
});

describe("workLines", () => {
  it("names each piece of work with its steps, at any width", () => {
    expect(workLines(summary, 100)).toEqual([
      "features  SmolLM2-135M layers 5, 15 on sst2    2 steps",
      "fit       20 probes                           20 steps",
    ]);
    for (const line of workLines(summary, 20)) expect(line.length).toBeLessThanOrEqual(20);
  });
});
