import { packDraws } from "@w2s/lab";
import { describe, expect, it } from "vitest";
import { outcome } from "../test/outcomes.js";
import { methodMedians, totalsOf } from "./medians.js";

describe("methodMedians", () => {
  it("is over tasks of their medians, so that a task of many rows counts once", () => {
    const rows = [
      ...[0.1, 0.2, 0.9].map((pgr) => outcome({ task: "a", pgr })),
      outcome({ task: "b", pgr: 0.6 }),
      outcome({ task: "c", ceilingScore: 0.8, pgr: 0 }),
    ];
    const [naive] = methodMedians(rows);
    expect(naive!.selected).toBe(4);
    // Medians .2 and .6, whose median is .4.
    expect(naive!.pgr!.value).toBeCloseTo(0.4, 12);
    expect(naive!.pgr!.tasks.map(({ task }) => task)).toEqual(["a", "b"]);
    expect(naive!.gain.tasks).toHaveLength(3);
    expect(methodMedians([outcome({ ceilingScore: 0.8 })])[0]!.pgr).toBeNull();
  });

  it("has the ratio of means beside it: every task's mean gain over its mean gap", () => {
    // Gaps .18 and .18, gains .072 and .144 of one task; gap .08 and gain .04 of another.
    const rows = [
      outcome({ task: "a", pgr: 0.4 }),
      outcome({ task: "a", pgr: 0.8 }),
      outcome({ task: "b", weakScore: 0.9, pgr: 0.5 }),
    ];
    expect(totalsOf(rows).ratio!.value).toBeCloseTo((0.108 + 0.04) / (0.18 + 0.08), 12);
    expect(totalsOf(rows).pgr!.value).toBeCloseTo((0.6 + 0.5) / 2, 12);
  });

  it("counts the rows that other seeds select, and their other seeds alone", () => {
    const bySeed = { weak: [0.8, 0.8], student: [0.9, 0.85], ceiling: [0.95, 0.9] };
    const rows = [
      outcome({ task: "a", more: { bySeed, clearElsewhere: true } }),
      outcome({ task: "b", more: { bySeed, clearElsewhere: false } }),
    ];
    // PGR of the second seed alone: .05 / .1.
    const { pgr, selected, onOthers } = totalsOf(rows);
    expect([pgr!.value.toFixed(9), selected, onOthers]).toEqual(["0.500000000", 1, true]);
    expect(totalsOf([...rows, outcome()]).onOthers).toBe(false);
  });

  it("knows of one task what its kept draws say, all rows on the same ones", () => {
    const gap = packDraws(Float64Array.of(0.18, 0.18));
    const draws = (...gains: number[]) => ({ gain: packDraws(Float64Array.from(gains)), gap });
    const rows = [
      outcome({ more: { draws: draws(0.06, 0.1) } }),
      outcome({ pgr: 0.5, more: { draws: draws(0.1, 0.06) } }),
    ];
    // Both rows' gains have the mean .08 in either draw: what one gains, the other loses.
    const { interval } = totalsOf(rows).meanGain;
    expect(interval!.of).toBe("these tasks");
    expect([interval!.low, interval!.high].map((end) => end.toFixed(3))).toEqual(
      [".080", ".080"].map((t) => `0${t}`),
    );
  });
});
