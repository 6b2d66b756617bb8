// A part held out of a split: what a supervisor's own early stopping looks at.

import { InputError } from "@w2s/base";
import { random } from "../random.js";
import type { Grouped } from "./group-tally.js";
import { drawGroups } from "./groups.js";

/** The share of what somebody learns from that its own early stopping looks at. */
export const heldShare = 0.1;

/**
 * Holds out about `fraction` of `rows` by whole groups, classes in their shares. `kept` and `held`
 * are disjoint and make up `rows` together.
 * @param rows indices into `examples`
 * @param fraction in (0, 1)
 * @param subject begins messages: whose rows these are
 * @throws InputError when the fraction is out of range, or one side would be empty
 */
export function holdOut(
  rows: Int32Array,
  examples: readonly Grouped[],
  fraction: number,
  seed: number,
  subject = "hold out",
): { kept: Int32Array; held: Int32Array } {
  if (!(fraction > 0 && fraction < 1)) {
    throw new InputError(`${subject}: fraction must lie between 0 and 1, got ${fraction}`);
  }
  const { taken, rest } = drawGroups(rows, examples, {
    target: Math.round(fraction * rows.length),
    balance: false,
    stream: random(seed, "hold out"),
  });
  if (taken.length === 0 || rest.length === 0) {
    throw new InputError(
      `${subject}: ${fraction} of ${rows.length} rows in whole groups leaves one side empty; ` +
        "it needs more examples, or smaller groups",
    );
  }
  return { kept: rest, held: taken };
}
