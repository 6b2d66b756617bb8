// Every method on probes and on finetuned students, step by step beside PyTorch's:
// reference/lab/losses.py.

import { describe, expect, it } from "vitest";
import { confidence, entropy, type LossMethod, losses } from "../methods/index.js";
import {
  columnsOf,
  finetuneTiny,
  fixture,
  type Head,
  type TrainedProbe,
  trainProbes,
} from "./testing/beside-pytorch.js";

interface Trace extends Head {
  readonly steps: readonly number[];
}
interface Probes {
  readonly losses: Readonly<Record<string, Trace>>;
  readonly decayed: readonly (Trace & { readonly epsilon: number })[];
}
interface Finetuned {
  readonly losses: Readonly<Record<string, readonly number[]>>;
}
const reference: {
  readonly probes: Readonly<Record<string, Probes>>;
  readonly finetuned: Readonly<Record<string, Finetuned>>;
} = fixture("losses");

const others: Readonly<Record<string, LossMethod>> = {
  "confidence data": confidence({ prior: "data" }),
  "confidence labels": confidence({ prior: "labels", alpha: 0.75 }),
  "entropy through": entropy({ stopped: false }),
};
const made: Readonly<Record<string, (options?: never) => LossMethod>> = losses;
const methodOf = (name: string) => others[name] ?? made[name]!();

/** Steps and weights of a trained probe are PyTorch's; with two options its log-odds'. */
function expectTrace(options: number, { steps, weight }: TrainedProbe, expected: Trace): void {
  expect(steps).toHaveLength(expected.steps.length);
  steps.forEach((loss, step) => {
    expect(Math.abs(loss - expected.steps[step]!), `step ${step + 1}`).toBeLessThan(2e-5);
  });
  const wanted = columnsOf(expected, options);
  expect(weight).toHaveLength(wanted.length);
  weight.forEach((columns, row) => {
    columns.forEach((value, c) => {
      expect(Math.abs(value - wanted[row]![c]!), `weight ${row} ${c}`).toBeLessThan(2e-4);
    });
  });
}

describe.each([2, 3])("probes of %i options", (options) => {
  const { losses, decayed } = reference.probes[options]!;
  const names = Object.keys(losses);

  it.each(names)("take PyTorch's steps under %s", async (name) => {
    const [trained] = await trainProbes(options, [methodOf(name)]);
    expectTrace(options, trained!, losses[name]!);
  });

  it("take them all side by side", async () => {
    const trained = await trainProbes(options, names.map(methodOf));
    names.forEach((name, i) => {
      expectTrace(options, trained[i]!, losses[name]!);
    });
  });

  it("take them with weight decay, and with an epsilon that matters", async () => {
    for (const expected of decayed) {
      const settings = { weightDecay: 0.1, epsilon: expected.epsilon };
      const [trained] = await trainProbes(options, [methodOf("naive")], settings);
      expectTrace(options, trained!, expected);
    }
  });
});

describe.each([2, 3])("finetuned students of %i options", (options) => {
  const { losses } = reference.finetuned[options]!;

  it.each(Object.keys(losses))("take PyTorch's steps under %s", async (name) => {
    const { curve } = await finetuneTiny(options, methodOf(name));
    expect(curve.loss).toHaveLength(losses[name]!.length);
    curve.loss.forEach((loss, step) => {
      expect(Math.abs(loss - losses[name]![step]!), `step ${step + 1}`).toBeLessThan(1e-4);
    });
  });
});
