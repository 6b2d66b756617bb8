// Every loss beside PyTorch's: reference/lab/losses.py.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { confidence, entropy, type LossMethod, losses } from "./index.js";
import { type Batch, evaluate } from "./testing/evaluate.js";

interface Values {
  readonly logits: readonly number[];
  readonly labels: readonly number[];
  readonly prior: readonly number[];
  readonly progress: number;
  readonly losses: Readonly<
    Record<string, { readonly values: readonly number[]; readonly slopes: readonly number[] }>
  >;
}
const url = new URL("./fixtures/losses.json", import.meta.url);
const reference: { readonly values: Readonly<Record<string, Values>> } = JSON.parse(
  readFileSync(url, "utf8"),
);

/** Methods as the script names them. */
const others: Readonly<Record<string, LossMethod>> = {
  "confidence data": confidence({ prior: "data" }),
  "confidence labels": confidence({ prior: "labels", alpha: 0.75 }),
  "entropy through": entropy({ stopped: false }),
};
const made: Readonly<Record<string, (options?: never) => LossMethod>> = losses;
const methodOf = (name: string) => others[name] ?? made[name]!();

describe.each([2, 3])("with %i options", (options) => {
  const { logits, labels, prior, progress, losses } = reference.values[options]!;
  const rows = (flat: readonly number[]) =>
    Array.from({ length: flat.length / options }, (_, i) => [
      flat.slice(i * options, (i + 1) * options),
    ]);
  const batch: Batch = { logits: rows(logits), labels: rows(labels), progress, prior: [prior] };

  it.each(Object.keys(losses))("%s has PyTorch's losses and gradients", async (name) => {
    const ours = await evaluate(methodOf(name), batch);
    ours.losses.flat().forEach((loss, i) => {
      expect(loss, `loss ${i}`).toBeCloseTo(losses[name]!.values[i]!, 5);
    });
    ours.slopes.flat(2).forEach((slope, i) => {
      expect(slope, `slope ${i}`).toBeCloseTo(losses[name]!.slopes[i]!, 5);
    });
  });
});
