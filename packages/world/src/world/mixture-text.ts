// The text that models are pretrained on: without end, and resumable at any sentence.

import type { Mixture } from "./mixture.js";
import { type Sentence, sentenceAt } from "./sentence.js";

/**
 * The sentences of a mixture from the `from`-th on, without end. Two readers that start at
 * different places agree where they overlap.
 */
export function* mixtureText(
  mixture: Mixture,
  seed: number,
  from = 0,
): Generator<Sentence, never, undefined> {
  for (let index = from; ; index += 1) yield sentenceAt(mixture, seed, index);
}
