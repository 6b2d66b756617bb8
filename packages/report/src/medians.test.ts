import { describe, expect, it } from "vitest";
import { outcome } from "../test/outcomes.js";
import { medianInterval, methodMedians } from "./medians.js";

describe("medianInterval", () => {
  it("takes all of few values, with the coverage that they have", () => {
    // One value holds nothing; three hold the median unless all lie on one side: 1 - 2 / 8.
    expect(medianInterval([0.5])).toEqual({ value: 0.5, low: 0.5, high: 0.5, coverage: 0 });
    expect(medianInterval([0.3, 0.1, 0.7])).toEqual({
      value: 0.3,
      low: 0.1,
      high: 0.7,
      coverage: 0.75,
    });
  });

  it("leaves out as many from both ends as 95% permit", () => {
    // n = 8: all hold 1 - 2 / 256; without the ends 1 - 2 (1 + 8) / 256 = .9297, too little.
    const eight = medianInterval([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([eight.value, eight.low, eight.high]).toEqual([4.5, 1, 8]);
    expect(eight.coverage).toBeCloseTo(1 - 2 / 256, 12);
    // n = 9: without the ends 1 - 2 (1 + 9) / 512 = .9609.
    const nine = medianInterval([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([nine.low, nine.high]).toEqual([2, 8]);
    expect(nine.coverage).toBeCloseTo(1 - 20 / 512, 12);
  });
});

describe("methodMedians", () => {
  it("is over tasks of their medians, so that a task of many rows counts once", () => {
    const rows = [
      ...[0.1, 0.2, 0.9].map((pgr) => outcome({ task: "a", pgr })),
      outcome({ task: "b", pgr: 0.6 }),
      outcome({ task: "c", ceilingScore: 0.8, pgr: 0 }),
    ];
    const [naive] = methodMedians(rows);
    expect(naive!.defined).toBe(4);
    // Medians .2 and .6, whose median is .4.
    expect(naive!.pgr!.value).toBeCloseTo(0.4, 12);
    expect(naive!.pgr!.tasks.map(({ task }) => task)).toEqual(["a", "b"]);
    expect(naive!.gain.tasks).toHaveLength(3);
    expect(methodMedians([outcome({ ceilingScore: 0.8 })])[0]!.pgr).toBeNull();
  });
});
