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
    for (const width of [20, 40, 60]) {
      const lines = workLines(summary, width);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      const text = lines.join(" ").replaceAll(/\s+/g, " ").replace(" 2 steps 5", " 5");
      expect(text).toContain("SmolLM2-135M layers 5, 15 on sst2");
    }
  });

  it("cuts nothing that tells one piece of work from another", () => {
    const label = (of: string) =>
      `w2s-world-16 finetuned (epochs 1) taught by ground truth of ${of} on compare, naive, ` +
      "seed 0 and 3 more, side by side";
    const work = ["supervise", "transfer"].map((of) => ({
      kind: "fit",
      label: label(of),
      steps: 4,
    }));
    expect(workLines({ ...summary, work }, 80)).toEqual([
      "fit       w2s-world-16 finetuned (epochs 1) taught by ground truth of   4 steps",
      "            supervise on compare, naive, seed 0 and 3 more, side by",
      "            side",
      "fit       w2s-world-16 finetuned (epochs 1) taught by ground truth of   4 steps",
      "            transfer on compare, naive, seed 0 and 3 more, side by",
      "            side",
    ]);
  });
});
