import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { random } from "../../random.js";
import { agreeing, distances, lowest, smallLoss } from "./disagreement.js";

const binary = (...of: number[]) =>
  ndarray(Float32Array.from(of.flatMap((p) => [1 - p, p])), [of.length, 2]);
const labels = binary(1, 1, 0, 0.5);
const said = binary(0.9, 0.2, 0.3, 0.5);
const input = { probabilities: labels, features: undefined, said: [said], random: random(1, "t") };

describe("labels beside another's", () => {
  it("differ by half the sum of absolute differences", () => {
    // With two options that is the difference of one: .1, .8, .3, 0.
    [0.1, 0.8, 0.3, 0].forEach((by, i) => {
      expect(distances(labels, said)[i]).toBeCloseTo(by, 6);
    });
  });

  it("are kept where they differ least, or replaced", () => {
    expect([...agreeing("filter", 0.5).apply(input).keep!]).toEqual([0, 3]);
    expect([...agreeing("filter", 0.75).apply(input).keep!]).toEqual([0, 2, 3]);
    expect(agreeing("relabel", 0.5).apply(input)).toEqual({ probabilities: said });
  });

  it("are kept where their loss is small", () => {
    // Cross-entropies: -log .9 = .11, -log .2 = 1.61, -log .7 = .36, log 2 = .69.
    expect([...smallLoss(0.5).apply(input).keep!]).toEqual([0, 2]);
  });

  it("are in order, ties by the examples' order, one at least", () => {
    expect([...lowest(Float64Array.of(2, 1, 1, 1), 2)]).toEqual([1, 2]);
    expect([...lowest(Float64Array.of(2, 1), 0)]).toEqual([1]);
  });
});
