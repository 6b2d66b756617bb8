// When PGR means something: the ceiling must clear the supervisor, chance, and the student that
// nobody taught. Else it is undefined, and says which of them it does not clear.

import * as z from "zod";
import { type Estimate, estimate } from "../estimate.js";
import type { Frozen } from "../frozen.js";

/** What a ceiling can fail to clear. */
const uncleared = z.enum(["weak", "chance", "untouched"]);

export const pgrSchema = z.discriminatedUnion("defined", [
  estimate.safeExtend({ defined: z.literal(true) }),
  z.object({
    defined: z.literal(false),
    reason: z.string().meta({ column: "undefined_because" }),
    uncleared: z.array(uncleared),
  }),
]);

/**
 * PGR, or why it has no value: what the ceiling does not clear. Unitless; source: Burns et al.
 * 2023, section 3.
 */
export type Pgr = Frozen<z.infer<typeof pgrSchema>>;

/** What the guard looks at, all on one metric. */
export interface Guarded {
  readonly weak: Estimate;
  readonly ceiling: Estimate;
  /** ceiling - weak. */
  readonly gap: Estimate;
  /** The untouched student's score, and ceiling - untouched; null where it was not run. */
  readonly untouched: { readonly score: number; readonly gap: Estimate } | null;
  /** The score of one who always says the same. */
  readonly chance: number;
  /** Share of resamples inside the intervals. */
  readonly confidence: number;
}

/** An undefined PGR with all that the ceiling does not clear; null where it clears everything. */
export function notCleared(of: Guarded): Pgr | null {
  const { weak, ceiling, gap, untouched, chance, confidence } = of;
  const interval = ({ low, high }: Estimate) =>
    `${Number((confidence * 100).toFixed(2))}% [${short(low)}, ${short(high)}]`;
  const failed: [z.infer<typeof uncleared>, string][] = [];
  if (!clears(gap)) {
    const scores = `ceiling ${short(ceiling.value)}, weak ${short(weak.value)}`;
    failed.push(["weak", `no clear gap: ${scores} (gap ${short(gap.value)}, ${interval(gap)})`]);
  }
  if (!(ceiling.low > chance && ceiling.value > chance)) {
    failed.push([
      "chance",
      `the ceiling, ${short(ceiling.value)} (${interval(ceiling)}), does not clear chance, ` +
        short(chance),
    ]);
  }
  if (untouched !== null && !clears(untouched.gap)) {
    failed.push([
      "untouched",
      `the ceiling, ${short(ceiling.value)}, does not clear the untouched student, ` +
        `${short(untouched.score)} (difference ${short(untouched.gap.value)}, ` +
        `${interval(untouched.gap)})`,
    ]);
  }
  if (failed.length === 0) return null;
  const reason = failed.map(([, why]) => why).join("; ");
  return { defined: false, reason, uncleared: failed.map(([which]) => which) };
}

function clears({ value, low }: Estimate): boolean {
  return low > 0 && value > 0;
}

/** Three decimals without the leading zero: .504, -.003, 1.000. */
function short(value: number): string {
  const text = value.toFixed(3);
  return (Number(text) === 0 ? ".000" : text).replace(/^(-?)0\./, "$1.");
}
