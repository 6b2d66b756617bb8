// Where an example came from. It is asked for seldom, so that it stands beside examples, not in
// them.

import type { Example } from "./task.js";

const places = new WeakMap<Example, string>();

/** Notes that an example was read at `place`. */
export function rememberPlace(example: Example, place: string): void {
  places.set(example, place);
}

/** Where a loaded example stands: "sst2/train.tsv:41"; its id where nobody noted it. */
export function placeOf(example: Example): string {
  return places.get(example) ?? example.id;
}
