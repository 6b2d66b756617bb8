// Made-up review sentences for a first run, the same on every machine.

import { random } from "@w2s/lab";

const examples = 2000;

/** What each adjective says about a film, from strong praise to strong complaint. */
const adjectives: Readonly<Record<string, number>> = {
  ...weighted(3, "superb dazzling masterful radiant unforgettable gripping"),
  ...weighted(2, "tender witty elegant moving vivid graceful inventive"),
  ...weighted(1, "pleasant honest lively warm clever neat brisk"),
  ...weighted(-1, "long talky uneven familiar modest thin loud"),
  ...weighted(-2, "dull clumsy shallow forced tired bland grating"),
  ...weighted(-3, "dreadful unbearable lifeless botched insulting hopeless"),
};

/**
 * A TSV with a header: sentence, and label 1 where praise outweighs complaint. Sentences that
 * balance are left out.
 */
export function reviews(): string {
  const stream = random(0, "first study");
  const words = Object.keys(adjectives);
  const lines = new Set<string>();
  while (lines.size < examples) {
    const used = Array.from(
      { length: 4 + stream.integer(4) },
      () => words[stream.integer(words.length)]!,
    );
    const verdict = used.reduce((sum, word) => sum + adjectives[word]!, 0);
    if (verdict !== 0) lines.add(`the film is ${used.join(", ")}\t${verdict > 0 ? 1 : 0}`);
  }
  return `sentence\tlabel\n${[...lines].join("\n")}\n`;
}

function weighted(weight: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(" ").map((word) => [word, weight]));
}
