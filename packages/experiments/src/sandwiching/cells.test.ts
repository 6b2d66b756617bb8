// Sandwiched cells by hand: who stands between whom, and which comparisons are corrected together.

import { type Outcome, packDraws } from "@w2s/lab";
import { holm } from "@w2s/report";
import { describe, expect, it } from "vitest";
import { outcome } from "../../../report/test/outcomes.js";
import { aheadOfBest } from "../oversight/paired.js";
import { sandwichedOf } from "./cells.js";

const draws = Array.from({ length: 200 }, (_, b) => 0.02 * Math.sin(b));

/** A row under a ceiling of .9 that is the same in every draw. */
function row(supervisor: string, weak: number, student: number, more: Partial<Outcome> = {}) {
  const around = (value: number) => ({ value, low: value - 0.02, high: value + 0.02 });
  const luck = supervisor.length;
  const shaken = (value: number) =>
    packDraws(Float64Array.from(draws, (_, b) => value + draws[(b * luck) % 200]!));
  return outcome({
    weakScore: weak,
    ceilingScore: 0.9,
    pgr: (student - weak) / (0.9 - weak),
    more: {
      supervisor,
      gap: around(0.9 - weak),
      gain: around(student - weak),
      draws: { gap: shaken(0.9 - weak), gain: shaken(student - weak) },
      ...more,
    },
  });
}

const rows = [
  row("alone: a", 0.6, 0.65),
  row("model: m", 0.7, 0.72),
  row("model: n", 0.8, 0.82),
  row("debate: a by m", 0.85, 0.86),
  row("debate: a by n", 0.75, 0.76),
  row("decomposition: a", 0.78, 0.8),
];

describe("sandwichedOf", () => {
  const cells = sandwichedOf(rows);

  it("holds each protocol against its overseer and its model, one without against each", () => {
    const shown = cells.map(({ protocol, model, alone, modelAlone, assisted, ahead }) => [
      protocol,
      model,
      alone,
      modelAlone,
      assisted,
      Number(ahead.value.toFixed(6)),
    ]);
    expect(shown).toEqual([
      ["debate", "m", 0.6, 0.7, 0.85, 0.15],
      ["debate", "n", 0.6, 0.8, 0.75, -0.05],
      ["decomposition", "m", 0.6, 0.7, 0.78, 0.08],
      ["decomposition", "n", 0.6, 0.8, 0.78, -0.02],
    ]);
  });

  it("corrects all of a run's comparisons together, by Holm", () => {
    const [alone, m, n, ...protocols] = rows as [Outcome, Outcome, Outcome, ...Outcome[]];
    const [first, second, third] = protocols as [Outcome, Outcome, Outcome];
    const pairs = [
      [first, m],
      [second, n],
      [third, m],
      [third, n],
    ] as const;
    const ps = pairs.map(([own, model]) => aheadOfBest("weak", own, [alone, model])!.p);
    expect(cells.map(({ p }) => p)).toEqual(ps);
    expect(cells.map(({ corrected }) => corrected)).toEqual(holm(ps));
  });

  it("says what students recover of the overseer's gap, where there is a clear one", () => {
    // (.86 - .6) / (.9 - .6)
    expect(cells[0]!.recovered).toBeCloseTo(0.26 / 0.3, 12);
    expect(cells[0]!.taughtAhead.value).toBeCloseTo(0.86 - 0.65, 12);
    const level = { value: 0, low: -0.1, high: 0.1 };
    const without = sandwichedOf([{ ...rows[0]!, gap: level }, ...rows.slice(1)]);
    expect(without[0]!.recovered).toBeNull();
  });

  it("does not hold rows of other tasks against each other", () => {
    const elsewhere = rows.filter(({ supervisor }) => supervisor !== "alone: a");
    expect(sandwichedOf([{ ...rows[0]!, task: "other" }, ...elsewhere])).toEqual([]);
  });
});
