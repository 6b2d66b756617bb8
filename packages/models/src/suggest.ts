// Near misses: what the user probably meant.

import { distance } from "fastest-levenshtein";

/**
 * Returns `; did you mean "x"?` for the one of `known` that is within a third of the letters of
 * `name` (at least 2 edits are allowed), or the empty string.
 */
export function didYouMean(name: string, known: readonly string[]): string {
  const ranked = known
    .map((candidate) => ({
      candidate,
      edits: distance(name.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  const allowed = Math.max(2, Math.floor(name.length / 3));
  return best && best.edits <= allowed ? `; did you mean "${best.candidate}"?` : "";
}
