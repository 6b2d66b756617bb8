// The simulation of docs/design/scale.md, small: a study of 200 trials by the real planner, on a
// cluster of a few workers.

import { beforeAll, describe, expect, it } from "vitest";

interface Passes {
  readonly trials: number;
  readonly passes: readonly { readonly kind: string; readonly inputs: readonly number[] }[];
}
interface Simulated {
  readonly hours: number;
  readonly losses: number;
  readonly failures: number;
  readonly kept: number;
  readonly busy: number;
}

const moduleOf = (name: string) =>
  import(new URL(`../reference/scale/${name}.mjs`, import.meta.url).href);
const { simulate }: { simulate(...given: readonly object[]): Simulated } =
  await moduleOf("cluster");
const { passesOfStudy }: { passesOfStudy(size: number, seeds: number): Promise<Passes> } =
  await moduleOf("graph");

const queue = {
  ...{ by: "queue", serviceSeconds: 0.0005, roundTrip: 0.001, leaseSeconds: 30 },
  ...{ readSeconds: 0.2, writeSeconds: 0.4 },
};
const claims = {
  ...{ by: "claims", roundTrip: 0.03, lookEvery: 10, beatEvery: 4, leaseSeconds: 20 },
  ...{ readSeconds: 0.2, writeSeconds: 0.4 },
};
const secondsOf = (kind: string) => (kind === "fit" ? 60 : kind === "features" ? 30 : 1);
const calm = {
  ...{ workers: 10, secondsOf, preemptedEvery: 1e12, awaySeconds: 300, loadSeconds: 0 },
  ...{ spread: 0, straggle: { share: 0, factor: 1 }, failShare: 0 },
};
const rough = {
  ...{ ...calm, preemptedEvery: 1800, loadSeconds: 5, spread: 0.2, failShare: 0.01 },
  straggle: { share: 0.02, factor: 3 },
};

let planned: Passes;
/** Seconds of work in all passes. */
let work: number;
beforeAll(async () => {
  // 2 supervisors, 2 students, 2 methods and 25 seeds.
  planned = await passesOfStudy(2, 25);
  work = planned.passes.reduce((sum, { kind }) => sum + secondsOf(kind), 0);
}, 120_000);

describe("reference/scale", () => {
  it("plans passes whose inputs come before them", () => {
    expect(planned.trials).toBe(200);
    expect(planned.passes.length).toBeGreaterThan(200);
    for (const [i, { inputs }] of planned.passes.entries())
      for (const input of inputs) expect(input).toBeLessThan(i);
  });

  it.each([
    ["a queue", queue],
    ["claims", claims],
  ])(
    "takes no less by %s than all workers need, and little more where nothing goes wrong",
    (_, by) => {
      const { hours, losses, failures, kept, busy } = simulate(planned.passes, calm, by);
      expect([losses, failures]).toEqual([0, 0]);
      expect(hours * 3600).toBeGreaterThan(work / calm.workers);
      expect(hours * 3600).toBeLessThan((1.5 * work) / calm.workers);
      // Whatever was begun was kept.
      expect(kept).toBeCloseTo(busy, 6);
    },
  );

  it.each([
    ["a queue", queue],
    ["claims", claims],
  ])("loses and repeats passes by %s where workers go, the same ones each time", (_, by) => {
    const result = simulate(planned.passes, rough, by);
    expect(result.losses).toBeGreaterThan(0);
    expect(result.failures).toBeGreaterThan(0);
    expect(result.kept).toBeLessThan(result.busy);
    expect(result.hours * 3600).toBeGreaterThan(work / rough.workers);
    expect(simulate(planned.passes, rough, by)).toEqual(result);
  });
});
