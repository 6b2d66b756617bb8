import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dawidSkene } from "./dawid-skene.js";

// Table 1 of Dawid and Skene 1979, and what NumPy makes of it by the paper's own equations:
// reference/lab/agreement.py.
const reference: {
  readonly answers: readonly (readonly string[])[];
  readonly marginals: readonly number[];
  readonly rates: readonly (readonly (readonly number[])[])[];
  readonly posteriors: readonly (readonly number[])[];
} = JSON.parse(readFileSync(new URL("./fixtures/dawid-skene.json", import.meta.url), "utf8"));

const said = reference.answers.flatMap((answers, item) =>
  answers.flatMap((own, annotator) =>
    [...own].map((answer) => ({ item, annotator, option: Number(answer) - 1 })),
  ),
);

describe("dawidSkene", () => {
  const found = dawidSkene({ items: 45, annotators: 5, options: 4, said });

  it("gives the marginals of the paper's anaesthetists", () => {
    // .40, .42, .11, .07 to two places.
    expect([...found.marginals].map((share) => share.toFixed(2))).toEqual(
      reference.marginals.map((share) => share.toFixed(2)),
    );
    found.marginals.forEach((share, j) => {
      expect(share).toBeCloseTo(reference.marginals[j]!, 5);
    });
  });

  it("gives their error rates and each patient's posterior", () => {
    reference.rates.flat(2).forEach((rate, i) => {
      expect(found.errorRates[i]).toBeCloseTo(rate, 5);
    });
    reference.posteriors.flat().forEach((p, i) => {
      expect(found.posteriors[i]).toBeCloseTo(p, 5);
    });
  });

  it("trusts whom others confirm, where a majority of noise is against them", () => {
    // Two agree on nine of ten items; three answer by rules of their own, which have no part in it.
    const votes = Array.from({ length: 80 }, (_, item) => [
      { item, annotator: 0, option: item % 2 },
      { item, annotator: 1, option: item % 10 === 0 ? 1 : item % 2 },
      ...[2, 4, 8].map((step, i) => ({
        item,
        annotator: i + 2,
        option: Math.floor(item / step) % 2,
      })),
    ]).flat();
    const { posteriors } = dawidSkene({ items: 80, annotators: 5, options: 2, said: votes });
    const sure = Array.from({ length: 80 }, (_, item) => item).filter((item) => item % 10 !== 0);
    // Items 15, 14 + 32 and others have all three against them.
    for (const item of sure) expect(posteriors[2 * item + (item % 2)]).toBeGreaterThan(0.9);
  });

  it("stays finite for thousands of labels of one item", () => {
    const many = Array.from({ length: 5000 }, (_, annotator) => [
      { item: 0, annotator, option: 0 },
      { item: 1, annotator, option: 1 },
    ]).flat();
    const { posteriors } = dawidSkene({ items: 2, annotators: 5000, options: 2, said: many });
    expect([...posteriors]).toEqual([1, 0, 0, 1]);
  });
});
