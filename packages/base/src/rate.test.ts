// Rates and times left, against the counts that they were made of.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rate } from "./rate.js";
import { rateText } from "./text.js";

describe("Rate", () => {
  it("times time is what was done, and what is left ends where the whole does", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 1000 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (units, msPerUnit, start) => {
          const rate = new Rate(units, start);
          // One unit at a time, evenly: whatever the window holds, the pace is the same.
          for (let done = 1; done < units; done++) rate.add(start + done * msPerUnit, done);
          const now = start + (units - 1) * msPerUnit;
          expect(rate.perMs()! * (now - start)).toBeCloseTo(rate.done, 6);
          expect(now + rate.leftMs(now)!).toBeCloseTo(start + units * msPerUnit, 6);
        },
      ),
    );
  });

  it("is that of the last half minute, which begins at the sample before it", () => {
    const rate = new Rate(1000, 0);
    rate.add(60_000, 100); // slow at first
    rate.add(70_000, 200);
    rate.add(80_000, 300);
    rate.add(100_000, 500);
    // From 70 s (the sample before the window of 70 to 100 s is at 60 s) on: 400 in 40 s.
    expect(rate.perMs()).toBe(400 / 40_000);
    // 500 more at 10 a second; 20 s later 20 s less, and never below none.
    expect(rate.leftMs(100_000)).toBe(50_000);
    expect(rate.leftMs(120_000)).toBe(30_000);
    expect(rate.leftMs(900_000)).toBe(0);
  });

  it("is unknown before anything is done", () => {
    const rate = new Rate(10, 5);
    expect([rate.perMs(), rate.leftMs(9)]).toEqual([undefined, undefined]);
    rate.add(9, 0);
    expect(rate.perMs()).toBeUndefined();
  });
});

describe("rateText", () => {
  it("says in a minute or a second what was counted in milliseconds", () => {
    // 30 texts in 40 s are 45 a minute; 4 in a minute and a half 2.7; 400,000 in 100 s 4,000 a s.
    expect(rateText(30 / 40_000, "texts")).toBe("45 texts/min");
    expect(rateText(4 / 90_000, "fits")).toBe("2.7 fits/min");
    expect(rateText(400_000 / 100_000, "rows")).toBe("4,000 rows/s");
  });
});
