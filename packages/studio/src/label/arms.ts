// Which arm an item has for an annotator: drawn in blocks, so that every annotator has each arm
// equally often, and turned on by one for the next annotator, so that an item that several judge is
// judged in different arms. A pure function: nothing is remembered, and nothing can be lost.

import { random } from "@w2s/lab";
import type { SessionArm } from "@w2s/lab/labelling";
import type { Settings } from "./project.js";

/**
 * The arm of an item.
 * @param item its place in the project's order
 * @param annotator their number, by who came first
 */
export function armOf(
  { arms, seed }: Pick<Settings, "arms" | "seed">,
  item: number,
  annotator: number,
): SessionArm {
  const block = Math.floor(item / arms.length);
  const order = random(seed, `label/arms/${block}`).permutation(arms.length);
  return arms[order[((item % arms.length) + annotator) % arms.length]!]!;
}
