// Near misses: the end of an error message about a word that nobody knows.

import { distance } from "fastest-levenshtein";

/**
 * The known word that `word` was probably meant to be, as the tail of an error message: `; did you
 * mean "confidence"?`. Empty when nothing is near: a near miss differs by at most a third of its
 * letters (rounded up, never all of them), capitals aside.
 */
export function didYouMean(word: string, known: Iterable<string>): string {
  const near = nearest(word, known);
  return near === null ? "" : `; did you mean ${JSON.stringify(near)}?`;
}

function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = allowedEdits(word.length) + 1;
  for (const candidate of known) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
    }
  }
  return best;
}

function allowedEdits(length: number): number {
  return Math.min(Math.ceil(length / 3), length - 1);
}
