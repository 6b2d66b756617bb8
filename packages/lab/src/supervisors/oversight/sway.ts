// What a transcript says of lies: which one would be told about an example, and how far the judge
// would follow. What an attack on a finished protocol is trained on.

import type { Transcript, Turn } from "../../outcome/index.js";

/** A wrong option, and how far whoever judged is on the way to it, in [0, 1]. */
export interface Sway {
  readonly option: number;
  readonly share: number;
}

/**
 * The lie about an example that its turns speak for. Where somebody spoke for a wrong option first,
 * how far the judge followed; elsewhere the wrong option that the judge was nearest to before it
 * heard anybody, or where it was not asked by itself, in the end.
 */
export function swayIn({ turns, said }: Transcript, truth: number): Sway {
  const heard = turns.findIndex(speaksFor);
  const first = turns[heard];
  if (first && speaksFor(first) && first.option !== truth) {
    return { option: first.option, share: said[first.option]! };
  }
  const before = turns.slice(0, Math.max(heard, 0)).findLast(isOwnReading);
  return nearestLie(before?.said ?? said, truth);
}

const speaksFor = (turn: Turn): turn is Extract<Turn, { readonly option: number }> =>
  "option" in turn;

const isOwnReading = (turn: Turn): turn is Extract<Turn, { readonly does: "asks" }> =>
  turn.does === "asks" && turn.part !== true;

function nearestLie(said: readonly number[], truth: number): Sway {
  const option = said.reduce(
    (best, share, k) => (k !== truth && (best === truth || share > said[best]!) ? k : best),
    truth,
  );
  return { option, share: said[option]! };
}
