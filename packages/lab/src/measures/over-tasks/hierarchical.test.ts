import { describe, expect, it } from "vitest";
import { hierarchical } from "./hierarchical.js";
import { mean } from "./middle.js";

const meanOf = ([one]: readonly Float64Array[]) => mean(Array.from(one!));
const variance = (values: Float64Array) => {
  const middle = mean(Array.from(values));
  return mean(Array.from(values, (value) => (value - middle) ** 2));
};

/** Tasks at .1, .2 ... .5, each drawn `spread` above and below, as often. */
const tasks = (spread: number) =>
  [0.1, 0.2, 0.3, 0.4, 0.5].map((at) => [Float64Array.of(at - spread, at + spread)]);

describe("hierarchical", () => {
  it("has the variance of drawing tasks, and within them their draws", () => {
    // Five tasks with variance .02 (over n), and .05^2 within: a mean of five draws has (.02 +
    // .0025) / 5. Tasks alone .02 / 5; each task once, .0025 / 5. 40,000 resamples know it to 1%.
    const resamples = 40_000;
    const all = variance(hierarchical(tasks(0.05), meanOf, { resamples }));
    expect(Math.abs(all / 0.0045 - 1)).toBeLessThan(0.03);
    const alone = variance(hierarchical(tasks(0), meanOf, { resamples }));
    expect(Math.abs(alone / 0.004 - 1)).toBeLessThan(0.03);
    const within = hierarchical(tasks(0.05), meanOf, { resamples, drawTasks: false });
    expect(Math.abs(variance(within) / 0.0005 - 1)).toBeLessThan(0.03);
  });

  it("draws the same for as many tasks, so that differences are paired", () => {
    const [one, other] = [hierarchical(tasks(0.05), meanOf), hierarchical(tasks(0.05), meanOf)];
    expect(one).toEqual(other);
    // What is moved by .01 in every draw is ahead by .01 in every resample.
    const moved = tasks(0.05).map(([draws]) => [draws!.map((value) => value + 0.01)]);
    const ahead = hierarchical(moved, meanOf).map((value, b) => value - one[b]!);
    expect(ahead.every((value) => Math.abs(value - 0.01) < 1e-12)).toBe(true);
    expect(hierarchical(tasks(0.05), meanOf, { seed: 1 })).not.toEqual(one);
  });

  it("has no value without tasks or draws", () => {
    expect(hierarchical([], meanOf).every(Number.isNaN)).toBe(true);
    expect(hierarchical([[new Float64Array(0)]], meanOf).every(Number.isNaN)).toBe(true);
  });
});
