import { readFileSync } from "node:fs";
import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { random } from "../random.js";
import { learnedWeights } from "./index.js";

/** Made by reference/lab/combining.py. */
const reference: {
  readonly truth: readonly number[];
  readonly members: readonly (readonly (readonly number[])[])[];
  readonly weights: readonly number[];
} = JSON.parse(readFileSync(new URL("./fixtures/combining.json", import.meta.url), "utf8"));

const binary = (...of: number[]) =>
  ndarray(Float32Array.from(of.flatMap((p) => [1 - p, p])), [of.length, 2]);

/** The mean log-likelihood of labels under a mixture. */
function likelihood(
  weights: readonly number[],
  members: readonly ReturnType<typeof binary>[],
  target: ReturnType<typeof binary>,
): number {
  let sum = 0;
  for (let i = 0; i < target.data.length; i++) {
    const mixed = members.reduce((total, { data }, m) => total + weights[m]! * data[i]!, 0);
    sum += target.data[i]! * Math.log(mixed);
  }
  return sum / target.shape[0]!;
}

describe("learnedWeights", () => {
  it("finds the likeliest mixture", () => {
    // Of four labels, all of option 1, one member gives .8, .8, .8, .2 and the other .2, .2, .2,
    // .8.
    // With the weight w the labels' probabilities are a = .2 + .6 w three times and 1 - a once;
    // 3 log a + log (1 - a) is largest at a = 3/4: w = 11/12.
    const members = [binary(0.8, 0.8, 0.8, 0.2), binary(0.2, 0.2, 0.2, 0.8)];
    const weights = learnedWeights(members, binary(1, 1, 1, 1));
    expect(weights[0]).toBeCloseTo(11 / 12, 4);
    expect(weights[0]! + weights[1]!).toBeCloseTo(1, 12);
  });

  it("finds the weights that SciPy's optimizer finds for three members and options", () => {
    const rows = reference.truth.length;
    const array = (values: readonly number[]) => ndarray(Float32Array.from(values), [rows, 3]);
    const target = array(reference.truth.flatMap((k) => [0, 1, 2].map((j) => Number(j === k))));
    const weights = learnedWeights(
      reference.members.map((said) => array(said.flat())),
      target,
      5000,
    );
    weights.forEach((weight, m) => {
      expect(weight).toBeCloseTo(reference.weights[m]!, 3);
    });
  });

  it("gives all to a member that is always more probable", () => {
    const weights = learnedWeights([binary(0.9, 0.8), binary(0.6, 0.5)], binary(1, 1));
    expect(weights[0]).toBeCloseTo(1, 6);
  });

  it("never makes the labels less likely, from one round to the next", () => {
    const draw = random(4, "mixtures");
    const drawn = () => binary(...Array.from({ length: 40 }, () => 0.02 + 0.96 * draw.uniform()));
    for (let trial = 0; trial < 5; trial++) {
      const [members, target] = [[drawn(), drawn(), drawn()], drawn()];
      const path = Array.from({ length: 40 }, (_, rounds) =>
        likelihood(learnedWeights(members, target, rounds), members, target),
      );
      path.slice(1).forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(path[i]! - 1e-12);
      });
      expect(path.at(-1)!).toBeGreaterThan(path[0]!);
    }
  });
});
