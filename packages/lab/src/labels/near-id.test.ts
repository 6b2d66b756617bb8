import { describe, expect, it } from "vitest";
import { nearId } from "./near-id.js";

describe("nearId", () => {
  it.each([
    ["1.0", "1", '; "1.0" looks like "1", one of them as a float: write both as whole numbers'],
    ["1", "1.0", '; "1" looks like "1.0", one of them as a float: write both as whole numbers'],
    [" a1", "a1", '; " a1" looks like "a1": write ids alike'],
    ["A1", "a1", '; "A1" looks like "a1": write ids alike'],
    ["7", "007", '; "7" looks like "007": write ids alike'],
    ["cafe\u0301", "caf\u00e9", '; "cafe\u0301" looks like "caf\u00e9" in another Unicode form'],
  ])("tells %j from %j", (stranger, known, told) => {
    expect(nearId(["x", stranger], ["y", known])).toContain(told);
  });

  it("says nothing of ids that are others", () => {
    expect(nearId(["v1.0", "10"], ["v1", "1", "100"])).toBe("");
  });
});
