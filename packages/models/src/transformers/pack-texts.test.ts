import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lengthBuckets, packTexts } from "./pack-texts.js";

const texts = [[11, 12, 13], [21], [31, 32, 33, 34]].map((ids) => Int32Array.from(ids));

describe("packTexts", () => {
  it("lays tokens side by side in the order given, and sorts texts into buckets by length", () => {
    const feeds = packTexts(texts, 2);
    const values = (name: string) => [...feeds[name]!.data];
    expect(values("ids")).toEqual([11, 12, 13, 21, 31, 32, 33, 34]);
    expect(values("positions")).toEqual([0, 1, 2, 0, 0, 1, 2, 3]);
    expect(values("owners")).toEqual([0, 0, 0, 1, 2, 2, 2, 2]);
    // The short text alone costs 1 + 2 * 16 = 33; the long one alone would cost 2 * 9 + 16 = 34.
    expect(values("bucket0.places")).toEqual([3]);
    expect(feeds["bucket1.places"]!.shape).toEqual([2, 4]);
    expect(values("bucket1.places")).toEqual([0, 1, 2, 0, 4, 5, 6, 7]);
    expect(values("starts")).toEqual([1, 0, 5]);
    expect(values("homes")).toEqual([1, 0, 2]);
  });

  it("refuses no texts, a text without tokens, and no buckets", () => {
    expect(() => packTexts([], 2)).toThrow("packTexts: needs at least one text, got none");
    expect(() => packTexts([texts[0]!, new Int32Array()], 2)).toThrow(
      "packTexts: text 2 has no token; leave it out",
    );
    expect(() => packTexts([Int32Array.of(1), Int32Array.of(3, -2)], 1)).toThrow(
      "packTexts: text 2 has a token below 0",
    );
    expect(() => packTexts(texts, 0)).toThrow(
      "packTexts: buckets must be a whole number of at least 1, got 0",
    );
  });
});

describe("lengthBuckets", () => {
  const lists = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 7 });
  const cost = (buckets: readonly { texts: readonly number[]; length: number }[]) =>
    buckets.reduce((sum, { texts: members, length }) => sum + members.length * length ** 2, 0);

  it("puts every text in one bucket that is as long as its longest", () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 4 }), (lengths, count) => {
        const buckets = lengthBuckets(lengths, count);
        expect(buckets.length).toBeLessThanOrEqual(count);
        expect(buckets.flatMap(({ texts: members }) => members).sort((a, b) => a - b)).toEqual(
          lengths.map((_, i) => i),
        );
        for (const { texts: members, length } of buckets) {
          expect(Math.max(...members.map((text) => lengths[text]!))).toBe(length);
        }
      }),
    );
  });

  it("costs no more than any cut of the sorted lengths", () => {
    fc.assert(
      fc.property(lists, (lengths) => {
        const sorted = [...lengths].sort((a, b) => a - b);
        const cuts = sorted.map(
          (_, cut) =>
            cut * sorted[Math.max(0, cut - 1)]! ** 2 + (sorted.length - cut) * sorted.at(-1)! ** 2,
        );
        expect(cost(lengthBuckets(lengths, 2))).toBe(Math.min(...cuts));
      }),
    );
  });
});
