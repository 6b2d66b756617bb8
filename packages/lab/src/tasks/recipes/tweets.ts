// The form of TweetEval: texts and labels lie line by line in two files a part; blank tweets are
// left out.

import { linesBeside, linesOf } from "./files.js";

/** A part's tweets and their labels. */
export function tweetsIn(part: string) {
  return (folder: string): object[] => {
    const of = `${part}_text.txt`;
    const tweets = linesOf(folder, of);
    const labels = linesBeside(folder, `${part}_labels.txt`, { of, count: tweets.length });
    return tweets
      .map((text, i) => ({ text, label: labels[i] }))
      .filter(({ text }) => text.trim() !== "");
  };
}

/** The files of some parts. */
export function tweetFiles(...parts: readonly string[]): Record<string, null> {
  const names = parts.flatMap((part) => [`${part}_text.txt`, `${part}_labels.txt`]);
  return Object.fromEntries(names.map((name) => [name, null]));
}
