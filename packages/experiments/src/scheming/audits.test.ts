import { describe, expect, it } from "vitest";
import { auditBudgets, auditedAccuracy, type Judged } from "./audits.js";

const answers: readonly Judged[] = [
  { sure: 0.9, trusted: 0.1, right: false },
  { sure: 0.8, trusted: 0.9, right: false },
  { sure: 0.7, trusted: 0.8, right: true },
  { sure: 0.6, trusted: 0.2, right: true },
];

describe("auditedAccuracy", () => {
  it("puts right what looks surest, or what is most suspicious, so many of them", () => {
    // Two of four are right; each check that finds an error adds a quarter.
    expect(auditedAccuracy(answers, "surest-looking", 0)).toBe(0.5);
    expect(auditedAccuracy(answers, "surest-looking", 0.25)).toBe(0.75);
    expect(auditedAccuracy(answers, "surest-looking", 0.5)).toBe(1);
    expect(auditedAccuracy(answers, "most suspicious", 0.25)).toBe(0.75);
    expect(auditedAccuracy(answers, "most suspicious", 0.5)).toBe(0.75);
    expect(auditedAccuracy(answers, "most suspicious", 1)).toBe(1);
  });

  it("never falls with the budget", () => {
    for (const rule of ["surest-looking", "most suspicious"] as const) {
      const curve = auditBudgets.map((share) => auditedAccuracy(answers, rule, share));
      expect(curve).toEqual([...curve].sort((a, b) => a - b));
    }
  });
});
