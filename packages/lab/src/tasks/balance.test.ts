import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balanced, evenWithin } from "./balance.js";

describe("balanced", () => {
  it("keeps all, or equally many of each class", () => {
    const cases = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(cases, fc.nat(), (labels, seed) => {
        const keep = balanced(labels, 3, seed);
        const before = [0, 1, 2].map((label) => labels.filter((other) => other === label).length);
        const after = [0, 1, 2].map(
          (label) => labels.filter((other, row) => keep[row] && other === label).length,
        );
        if (Math.max(...before) <= (1.1 / 3) * labels.length) expect(after).toEqual(before);
        else {
          const smallest = Math.min(...before.filter((count) => count > 0));
          expect(after).toEqual(before.map((count) => Math.min(count, smallest)));
        }
        expect(balanced(labels, 3, seed)).toEqual(keep);
      }),
    );
  });
});

describe("evenWithin", () => {
  const rows = fc.array(
    fc.record({ label: fc.integer({ min: 0, max: 1 }), question: fc.constantFrom("a", "b", "c") }),
    { maxLength: 40 },
  );
  const countOf = (all: readonly { label: number; question: string }[], question: string) =>
    [0, 1].map(
      (label) => all.filter((row) => row.question === question && row.label === label).length,
    );

  it("keeps equally many of each class of what is shared, in their order", () => {
    fc.assert(
      fc.property(rows, fc.nat(), (all, seed) => {
        const kept = evenWithin(
          all,
          all.map(({ question }) => question),
          2,
          seed,
        );
        for (const question of ["a", "b", "c"]) {
          const least = Math.min(...countOf(all, question));
          expect(countOf(kept, question)).toEqual([least, least]);
        }
        expect(kept).toEqual(all.filter((row) => kept.includes(row)));
      }),
    );
  });

  it("draws for one question whatever others hold", () => {
    const right = { label: 1, question: "a" };
    const wrong = Array.from({ length: 5 }, (_, at) => ({ label: 0, question: "a", at }));
    const alone = [right, ...wrong];
    const more = [{ label: 0, question: "b" }, ...alone, { label: 1, question: "b" }];
    const keep = (all: readonly { label: number; question: string }[], seed: number) =>
      evenWithin(
        all,
        all.map(({ question }) => question),
        2,
        seed,
      );
    for (const seed of [0, 1, 2]) {
      expect(keep(more, seed).filter(({ question }) => question === "a")).toEqual(
        keep(alone, seed),
      );
    }
    // Five wrong answers, twenty seeds: nearly each is drawn once.
    const drawn = new Set(Array.from({ length: 20 }, (_, seed) => keep(alone, seed)[1]));
    expect(drawn.size).toBeGreaterThan(2);
  });
});
