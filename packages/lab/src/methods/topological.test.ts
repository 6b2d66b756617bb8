import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { random } from "../random.js";
import { besideCore } from "./topological.js";

// Two groups on a line: 0 1 2 3 labelled 0, and 10 11 12 13 labelled 1; example 8, at 11.5, is
// labelled 0.
const features = ndarray(Float32Array.of(0, 1, 2, 3, 10, 11, 12, 13, 11.6), [9, 1]);
const classes = [0, 0, 0, 0, 1, 1, 1, 1, 0];
const probabilities = ndarray(Float32Array.from(classes.flatMap((k) => [1 - k, k])), [9, 2]);
const input = { probabilities, features, said: [], random: random(1, "test") };

describe("the topological filter", () => {
  it("keeps the largest connected piece of each class", () => {
    const { keep } = besideCore({ k: 3, action: "filter", keep: 1 }).apply(input);
    // Example 8's nearest are all of class 1: it is a piece of its own.
    expect([...keep!]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("leaves out more where less is to be kept, those that their neighbours contradict", () => {
    const odd = probabilities.data.slice();
    // Of the core, example 5 is labelled 1 with .6 alone: it differs from its neighbours by .4.
    odd.set([0.4, 0.6], 10);
    const given = { ...input, probabilities: ndarray(odd, [9, 2]) };
    const { keep } = besideCore({ k: 3, action: "filter", keep: 7 / 9 }).apply(given);
    expect([...keep!]).toEqual([0, 1, 2, 3, 4, 6, 7]);
  });

  it("gives every example the mean label of its nearest in the core", () => {
    const { probabilities: said } = besideCore({ k: 3, action: "relabel", keep: 1 }).apply(input);
    expect([...said!.data.slice(16)]).toEqual([0, 1]);
    expect([...said!.data.slice(0, 2)]).toEqual([1, 0]);
  });
});
