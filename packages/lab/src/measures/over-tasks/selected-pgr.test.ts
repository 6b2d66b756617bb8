import { describe, expect, it } from "vitest";
import { random } from "../../random.js";
import { packDraws } from "./kept-draws.js";
import { mean, median } from "./middle.js";
import { type Selected, selectedPgr } from "./selected-pgr.js";

const four: Selected = {
  pgr: { defined: true, value: 0.5 },
  gain: { value: 0.1 },
  gap: { value: 0.2 },
  bySeed: {
    weak: [0.6, 0.6, 0.6, 0.6],
    student: [0.7, 0.65, 0.75, 0.7],
    ceiling: [0.9, 0.7, 0.9, 0.7],
  },
  clearElsewhere: true,
  draws: null,
};

describe("selectedPgr", () => {
  it("is that of the second and fourth seed where the first and third have a clear gap", () => {
    // (.675 - .6) / (.7 - .6).
    expect(selectedPgr(four)!.value).toBeCloseTo(0.75, 12);
    expect(selectedPgr({ ...four, clearElsewhere: false })).toBeNull();
    // What all seeds together say does not matter.
    expect(selectedPgr({ ...four, pgr: { defined: false } })!.value).toBeCloseTo(0.75, 12);
  });

  it("has nothing to say of seeds without any gap, and of one seed only its own PGR", () => {
    const flat = { ...four, bySeed: { ...four.bySeed, ceiling: [0.9, 0.6, 0.9, 0.5] } };
    expect(selectedPgr(flat)).toBeNull();
    const alone = { ...four, clearElsewhere: null };
    expect(selectedPgr(alone)!.value).toBeCloseTo(0.5, 12);
    expect(selectedPgr({ ...alone, pgr: { defined: false } })).toBeNull();
  });

  it("moves the kept draws to what counts", () => {
    const draws = {
      gain: packDraws(Float64Array.of(0.1, 0.125)),
      gap: packDraws(Float64Array.of(0.2, 0.1)),
    };
    // Gain .075 and gap .1 count; the second draw is .025 above and .1 below: no gap is left.
    const found = selectedPgr({ ...four, draws })!.draws!;
    expect(found[0]).toBeCloseTo(0.75, 3);
    expect(found[1]).toBeGreaterThan(100);
  });

  it("takes out what selecting by the same seeds does to a median", () => {
    // PGR .8 in every cell; weak and ceiling have luck of their own, so that ceilings that came out
    // high look clear, and PGR lower. Clear is what 1.96 standard errors say of three or six seeds.
    const found = { all: [] as number[], same: [] as number[], others: [] as number[] };
    const stream = random(3, "selection");
    for (let cell = 0; cell < 20_000; cell += 1) {
      const gap = 0.02 + 0.06 * stream.uniform();
      const six = (at: number, spread: number) =>
        Array.from({ length: 6 }, () => at + spread * stream.normal());
      const bySeed = {
        weak: six(0.7, 0.02),
        student: six(0.7 + 0.8 * gap, 0.01),
        ceiling: six(0.7 + gap, 0.04),
      };
      const gapOf = (places: readonly number[]) =>
        mean(places.map((i) => bySeed.ceiling[i]! - bySeed.weak[i]!));
      const clear = (places: readonly number[]) =>
        gapOf(places) > (1.96 * Math.hypot(0.02, 0.04)) / Math.sqrt(places.length);
      const places = [0, 1, 2, 3, 4, 5];
      const pgr = (mean(bySeed.student) - mean(bySeed.weak)) / gapOf(places);
      found.all.push(pgr);
      if (clear(places)) found.same.push(pgr);
      const counted = selectedPgr({ ...four, bySeed, clearElsewhere: clear([0, 2, 4]) });
      if (counted !== null) found.others.push(counted.value);
    }
    const [all, same, others] = Object.values(found).map((values) => median(values)!);
    expect(Math.abs(all! - 0.8)).toBeLessThan(0.02);
    expect(same!).toBeLessThan(0.76);
    expect(Math.abs(others! - all!)).toBeLessThan(0.015);
  });
});
