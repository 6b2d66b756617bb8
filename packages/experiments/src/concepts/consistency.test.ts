// Consistency between concepts by hand, and problems joined by their ids.

import type { EvidenceRow } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { conceptModels } from "./consistency.js";

const cell = { supervisor: "weak", student: "strong", labels: "soft", method: "naive", texts: [] };

/** A row that the student has right or wrong; its supervisor is always right. */
const row = (task: string, id: string, right: boolean, seed = 0): EvidenceRow => ({
  ...cell,
  task,
  id,
  seed,
  truth: 1,
  said: { weak: [0, 1], student: right ? [0.2, 0.8] : [0.8, 0.2] },
});

async function* inPieces(rows: readonly EvidenceRow[]) {
  for (let i = 0; i < rows.length; i += 3) yield rows.slice(i, i + 3);
}

const flags = (task: string, right: string, seed = 0) =>
  [...right].map((flag, i) => row(task, `p${i}`, flag === "1", seed));

describe("conceptModels", () => {
  it("is the share of problems right or wrong in both, and kappa beyond chance", async () => {
    const rows = [
      ...flags("x-honesty", "1100"),
      ...flags("x-preference", "1010"),
      row("x-preference", "other", true),
    ];
    const models = await conceptModels(inPieces(rows));
    const student = models.find(({ role }) => role === "student")!;
    expect(student.pairs).toEqual([
      { first: "x-honesty", second: "x-preference", problems: 4, consistency: 0.5, kappa: 0 },
    ]);
    expect(student.accuracy.get("x-preference")).toBe(3 / 5);
    // p0 both right, p3 both wrong; p1 and p2 half.
    expect(student.whereConsistent).toBe(0.5);
    expect(student.elsewhere).toBe(0.5);
  });

  it("keeps seeds apart, and takes their mean", async () => {
    const rows = [
      ...flags("x-honesty", "1111", 0),
      ...flags("x-preference", "1111", 0),
      ...flags("x-honesty", "1100", 1),
      ...flags("x-preference", "0011", 1),
    ];
    const models = await conceptModels(inPieces(rows));
    const [pair] = models.find(({ role }) => role === "student")!.pairs;
    expect(pair).toMatchObject({ consistency: 0.5, kappa: -1 });
    const weak = models.find(({ role }) => role === "weak")!;
    expect(weak.pairs[0]).toMatchObject({ consistency: 1, kappa: null });
  });

  it("leaves pairs out that share no problem", async () => {
    const rows = [row("x-honesty", "x", true), row("x-preference", "y", true)];
    const [model] = await conceptModels(inPieces(rows));
    expect(model!.pairs).toEqual([]);
    expect(model!.whereConsistent).toBeNull();
  });
});
