// How the page's students are trained, apart from what can be chosen.

import { ladder, type Width } from "./settings.js";

/** A new head on the last block; the step size of the world's results (docs/results/world.md). */
export const head = { learningRate: 1e-2, epochs: 50 };
/** Of a student that is trained whole; evaluated often enough to be watched. */
export const whole = { learningRate: 5e-4, evaluationsPerEpoch: 3 };

/** The size halfway up the ladder from one to the other. */
export function between(one: Width, other: Width): Width {
  return ladder[Math.round((ladder.indexOf(one) + ladder.indexOf(other)) / 2)]!;
}
