// What a trained probe is: its weights, and what it says.

import type { NdArray } from "@w2s/grad";
import type { Fit } from "../student.js";

/** A trained probe, and what it says. */
export interface ProbeResult extends Fit {
  /**
   * `[d, columns]`: with two options one column, the weights of the log-odds; else one an option.
   */
  readonly weight: NdArray<"float32">;
  /** `[columns]`; zeros for a comparison. */
  readonly bias: NdArray<"float32">;
}

/** The probe behind a fit; undefined where it is none. */
export function probeResultOf(fit: Fit): ProbeResult | undefined {
  return isProbe(fit) ? fit : undefined;
}

const isProbe = (fit: Fit): fit is ProbeResult => "weight" in fit && "bias" in fit;
