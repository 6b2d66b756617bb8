import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Merges, mergeAll } from "./merges.js";

/** The definition: the earliest merge that is left, at its leftmost place, until there is none. */
function byDefinition(ids: readonly number[], ranks: ReadonlyMap<string, readonly number[]>) {
  let now = [...ids];
  for (;;) {
    const found = now
      .slice(1)
      .map((id, i) => [...(ranks.get(`${now[i]} ${id}`) ?? []), i] as number[])
      .filter(({ length }) => length === 3)
      .sort(([a], [b]) => a! - b!)[0];
    if (!found) return now;
    const [, token, at] = found;
    now = [...now.slice(0, at), token!, ...now.slice(at! + 2)];
  }
}

const pairs = fc.uniqueArray(fc.tuple(fc.nat(6), fc.nat(6)), {
  selector: String,
  maxLength: 30,
});

describe("mergeAll", () => {
  it("merges short and long words by the definition", () => {
    fc.assert(
      fc.property(
        pairs,
        fc.array(fc.nat(2), { maxLength: 150 }),
        fc.array(fc.nat(6), { minLength: 30, maxLength: 30 }),
        (list, ids, tokens) => {
          const merges = new Merges(list.length);
          const ranks = new Map<string, readonly number[]>();
          list.forEach(([left, right], rank) => {
            merges.set(left, right, rank, tokens[rank]!);
            ranks.set(`${left} ${right}`, [rank, tokens[rank]!]);
          });
          expect([...mergeAll(Int32Array.from(ids), merges)]).toEqual(byDefinition(ids, ranks));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("merges a long word without a blank in little time", () => {
    const merges = new Merges(2);
    merges.set(0, 1, 0, 2);
    merges.set(2, 2, 1, 3);
    const ids = Int32Array.from({ length: 400_000 }, (_, i) => i % 2);
    const began = performance.now();
    expect(mergeAll(ids, merges)).toEqual(new Int32Array(100_000).fill(3));
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
