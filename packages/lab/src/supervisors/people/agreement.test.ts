import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  annotatorAgreement,
  cohenKappa,
  fleissKappa,
  krippendorffAlpha,
  shownAgreement,
} from "./agreement.js";

/** Made by reference/lab/combining.py: 30 examples, five raters. */
const reference: {
  readonly raters: readonly (readonly number[])[];
  readonly missing: readonly (readonly (number | null)[])[];
  readonly cohen: number;
  readonly fleiss: number;
  readonly alpha: number;
} = JSON.parse(
  readFileSync(new URL("../../methods/fixtures/combining.json", import.meta.url), "utf8"),
);

describe("agreement of five raters", () => {
  it("is scikit-learn's kappa, statsmodels' Fleiss' kappa and krippendorff's alpha", () => {
    const { raters, missing, cohen, fleiss, alpha } = reference;
    expect(cohenKappa(raters.map(([a, b]) => [a!, b!] as const))).toBeCloseTo(cohen, 12);
    expect(fleissKappa(raters)).toBeCloseTo(fleiss, 12);
    const units = missing.map((unit) => unit.filter((said) => said !== null));
    expect(krippendorffAlpha(units.filter((unit) => unit.length > 1))).toBeCloseTo(alpha, 12);
  });
});

/** So many pairs of each kind. */
const pairs = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).flatMap(([said, count]) =>
    Array.from({ length: count }, () => [Number(said[0]), Number(said[1])] as const),
  );

describe("cohenKappa", () => {
  it("is .40 for two readers of 50 grants, of whom 20 both and 15 neither would fund", () => {
    // Observed 35/50 = .7; A says yes 25/50, B 30/50: expected .5 * .6 + .5 * .4 = .5.
    // (.7 - .5) / .5 = .4. The example of Wikipedia's "Cohen's kappa".
    expect(cohenKappa(pairs({ "11": 20, "10": 5, "01": 10, "00": 15 }))).toBeCloseTo(0.4, 12);
  });

  it("is .6875 for the five answers of scikit-learn's cohen_kappa_score", () => {
    const one = [0, 2, 0, 1, 2];
    const other = [0, 2, 0, 1, 0];
    expect(cohenKappa(one.map((said, i) => [said, other[i]!] as const))).toBeCloseTo(0.6875, 12);
  });

  it("is null where both always say the same one thing", () => {
    expect(cohenKappa(pairs({ "11": 9 }))).toBeNull();
  });
});

describe("fleissKappa", () => {
  it("is .210 for 14 raters of 10 subjects in five classes", () => {
    // The example of Wikipedia's "Fleiss' kappa": mean agreement .378, by chance .213.
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    const said = counts.map((row) =>
      row.flatMap((count, k) => Array.from<number>({ length: count }).fill(k)),
    );
    expect(fleissKappa(said)).toBeCloseTo(0.21, 3);
  });

  it("is null where examples have different numbers of labels", () => {
    expect(fleissKappa([[0, 1], [1]])).toBeNull();
  });
});

describe("krippendorffAlpha", () => {
  it("is .743 for four observers of twelve units, some missing", () => {
    // Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: nominal data.
    const observers = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];
    const units = Array.from({ length: 12 }, (_, u) =>
      observers.flatMap((said) => (said[u] === "." ? [] : [Number(said[u])])),
    );
    expect(krippendorffAlpha(units)).toBeCloseTo(0.743, 3);
  });

  it("is .095 for two observers of ten binary units", () => {
    // Section A there: 1 - 4 * 19 / (14 * 6) = .095.
    const [one, other] = ["0100000010", "1110010000"];
    const units = [...one!].map((said, u) => [Number(said), Number(other![u])]);
    expect(krippendorffAlpha(units)).toBeCloseTo(1 - (4 * 19) / (14 * 6), 12);
  });

  it("is null where no unit has two labels", () => {
    expect(krippendorffAlpha([[1], [0]])).toBeNull();
  });
});

describe("annotatorAgreement", () => {
  const vote = (example: number, annotator: number, ...probabilities: number[]) => ({
    example,
    annotator,
    probabilities,
  });

  it("takes the most probable option of each label, whoever came first", () => {
    const votes = [
      vote(5, 1, 0.4, 0.6),
      vote(5, 0, 0.1, 0.9),
      vote(2, 0, 1, 0),
      vote(2, 1, 0.2, 0.8),
      vote(9, 0, 1, 0),
    ];
    // Two pairs, one alike. First annotator: 1 and 0; second: 1 and 1: expected 1/2, kappa 0.
    expect(annotatorAgreement(votes)).toMatchObject({
      annotators: 2,
      examples: 2,
      observed: 0.5,
      cohen: 0,
      fleiss: null,
    });
  });

  it("is shown without what is not defined", () => {
    expect(shownAgreement(annotatorAgreement([vote(0, 0, 1, 0), vote(0, 1, 1, 0)]))).toBe(
      "2 annotators, 1 labelled twice or more: agreement 1.000",
    );
  });
});
