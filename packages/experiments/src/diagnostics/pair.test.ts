// Misfit, gain, disagreement and CAPA by hand; CAPA against its paper's properties.

import { describe, expect, it } from "vitest";
import { type PairRow, PairSums } from "./pair.js";

const numbersOf = (rows: readonly PairRow[]) => {
  const sums = new PairSums();
  for (const row of rows) sums.add(row);
  return sums.numbers()!;
};

describe("PairSums", () => {
  it("gives what two rows give by hand", () => {
    const found = numbersOf([
      { weak: [0.5, 0.5], student: [0.25, 0.75], truth: 1 },
      { weak: [0.75, 0.25], student: [0.25, 0.75], truth: 1 },
    ]);
    // Squared distances .0625 and .25; from truth .25 and .5625 against .0625 and .0625.
    expect(found.misfit).toBeCloseTo((0.0625 + 0.25) / 2, 12);
    expect(found.squaredGain).toBeCloseTo((0.25 + 0.5625 - 0.125) / 2, 12);
    // Ties go to the lower option.
    expect(found.disagreement).toBe(1);
    // Observed: .5 and .375; mean right .375 and .75: .28125 + .15625.
    expect(found.capa).toBeCloseTo((0.4375 - 0.4375) / (1 - 0.4375), 12);
  });

  it("calls models alike that err alike, and independent ones 0", () => {
    const sure = (option: number, options = 2) =>
      Array.from({ length: options }, (_, k) => Number(k === option));
    const rows = [0, 1, 0, 1].map((said, i) => ({
      weak: sure(said),
      student: sure(said),
      truth: i % 3 === 0 ? said : 1 - said,
    }));
    expect(numbersOf(rows).capa).toBeCloseTo(1, 12);
    // Two models that are right half of the time, in all four ways once.
    const independent = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ].map(([weak, student]) => ({ weak: sure(weak!), student: sure(student!), truth: 0 }));
    expect(numbersOf(independent).capa).toBeCloseTo(0, 12);
    // Three options, both right a third of the time, wrong ones met at random.
    const three = [0, 1, 2].flatMap((weak) =>
      [0, 1, 2].map((student) => ({ weak: sure(weak, 3), student: sure(student, 3), truth: 0 })),
    );
    expect(numbersOf(three).capa).toBeCloseTo(0, 12);
  });

  it("has the gain at the misfit for the projection of the supervisor onto a subspace", () => {
    // Charikar et al. 2024: with truth in a convex class and the student the class' nearest to its
    // supervisor, the squared gain equals the misfit for a subspace. Constants are one here.
    const weak = [0.9, 0.1, 0.7, 0.3];
    const mean = weak.reduce((sum, p) => sum + p, 0) / weak.length;
    const apart = weak.reduce((sum, p) => sum + (p - mean) ** 2, 0) / weak.length;
    const found = numbersOf(
      weak.map((p) => ({ weak: [1 - p, p], student: [1 - mean, mean], truth: 0 })),
    );
    expect(found.misfit).toBeCloseTo(apart, 12);
    // Truth is the constant 0, which is in the class.
    const off = (values: readonly number[]) => values.reduce((sum, p) => sum + p ** 2, 0) / 4;
    expect(off(weak) - off(weak.map(() => mean))).toBeCloseTo(found.misfit, 12);
    expect(found.squaredGain).toBeCloseTo(found.misfit, 12);
  });

  it("says nothing of nothing", () => {
    expect(new PairSums().numbers()).toBeNull();
    const right = { weak: [1, 0], student: [1, 0], truth: 0 };
    expect(numbersOf([right]).capa).toBeNull();
  });
});
