import { describe, expect, it } from "vitest";
import { fakeKind } from "../../test/fake-steps.js";
import { passesOf } from "./needed.js";
import { makeStep, type RunContext, type Step } from "./step.js";

const kind = fakeKind("count");
const steps = [1, 2, 3].map((n) => makeStep(kind, { n }, {}, `count ${n}`));

describe("smallKind", () => {
  it("keeps each step before the next begins, and stops between them", async () => {
    const stop = new AbortController();
    const keptNames: string[] = [];
    const context = {
      signal: stop.signal,
      keep: async (results: readonly { readonly step: Step }[]) => {
        keptNames.push(...results.map((one) => one.step.label));
        if (keptNames.length === 2) stop.abort(new Error("enough"));
      },
    };
    await expect(kind.run(steps, context as never as RunContext)).rejects.toThrow("enough");
    expect(keptNames).toEqual(["count 1", "count 2"]);
  });

  it("has passes of one step, each of one unit of work", () => {
    expect(passesOf({ kind, steps })).toEqual(steps.map((step) => [step]));
    expect(kind.cost(steps)).toBe(3);
    expect(kind.describe(steps)).toEqual({ label: "count", unit: "sets", total: 3 });
  });
});
