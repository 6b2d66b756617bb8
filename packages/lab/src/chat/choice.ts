// A choice among options put as a chat: what an answer says of them, in probabilities.

import type { Answer } from "./service.js";

/** "A", "B", ...: what options are called. */
export const letters: readonly string[] = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/**
 * Probabilities `[answers]` of an answer: by log-probabilities where it has them, else 1 for the
 * one that it says.
 * @returns undefined for an answer that says none of them
 */
export function saidOf(answer: Answer, answers: readonly string[]): number[] | undefined {
  const likely = likelyOf(answer, answers);
  if (likely) return likely;
  const chosen = parsedAnswer(answer.text, answers);
  return chosen === undefined ? undefined : answers.map((_, i) => (i === chosen ? 1 : 0));
}

/**
 * Which answer a text says: the whole of it, but for blanks, quotes, brackets and a point, and for
 * what a model that thinks aloud has said before; undefined: none.
 */
export function parsedAnswer(text: string, answers: readonly string[]): number | undefined {
  const said = bare(afterThought(text));
  const at = answers.findIndex((answer) => alike(said, answer));
  return at < 0 ? undefined : at;
}

/** What a model says behind what it thinks aloud; "" where it has not come to an end of that. */
export const afterThought = (text: string): string =>
  text.replace(/^[\s\S]*<\/think>/, "").replace(/^\s*<think>[\s\S]*$/, "");

/**
 * Probabilities of the answers among themselves, by what might have stood where the answer begins;
 * undefined where none of them might, or where the places are not those of the text: some servers
 * list what was thought before it. What was not listed there had at most what the last that was
 * had, and at most what is left: an answer that is missing counts as that.
 */
function likelyOf({ places, text }: Answer, answers: readonly string[]): number[] | undefined {
  const place = places.find(({ token }) => bare(token) !== "");
  if (!place || !bare(afterThought(text)).startsWith(bare(place.token))) return undefined;
  const masses = answers.map(() => 0);
  let [listed, least] = [0, 1];
  for (const { token, logprob } of place.alternatives) {
    const probability = Math.exp(logprob);
    listed += probability;
    least = Math.min(least, probability);
    const meant = answers.flatMap((answer, i) => (begins(bare(token), answer) ? [i] : []));
    if (meant.length === 1) masses[meant[0]!]! += probability;
  }
  if (masses.every((mass) => mass === 0)) return undefined;
  const unlisted = Math.max(Number.MIN_VALUE, Math.min(least, 1 - listed));
  const all = masses.map((mass) => (mass > 0 ? mass : unlisted));
  const total = all.reduce((sum, mass) => sum + mass, 0);
  return all.map((mass) => mass / total);
}

const bare = (text: string): string =>
  text
    .trim()
    .replace(/^["'“‘`(*[\s]+/, "")
    .replace(/["'”’`)*\].:,\s]+$/, "");

/** A letter is itself alone: "a" is an article. */
const isLetter = (answer: string): boolean => answer.length === 1;

const alike = (said: string, answer: string): boolean =>
  isLetter(answer) ? said === answer : said.toLowerCase() === answer.toLowerCase();

const begins = (token: string, answer: string): boolean =>
  token !== "" &&
  (isLetter(answer) ? token === answer : answer.toLowerCase().startsWith(token.toLowerCase()));
