import { describe, expect, it } from "vitest";
import { guarded } from "./guarded.js";

describe("guarded", () => {
  const modules = guarded({ w2s: { probe: () => 1, study: () => 2 } });
  const w2s = modules.w2s as Record<string, unknown>;

  it("hands on what a module exports, and lets a loader ask for what it needs", async () => {
    expect((w2s.probe as () => number)()).toBe(1);
    expect([w2s.default, w2s.__esModule, "prob" in w2s]).toEqual([undefined, undefined, false]);
    expect(await w2s).toBe(w2s);
  });

  it("refuses another name with the near miss", () => {
    expect(() => w2s.prob).toThrow('"w2s" exports no "prob"; did you mean "probe"?');
    expect(() => w2s.xyzzy).toThrow('"w2s" exports no "xyzzy"');
  });
});
