// Skills whose parts are pairs of items in a row: neighbours, mirrored items, all pairs, brackets.

import { less, pair, same } from "./atoms.js";
import { type Claim, type Decomposition, sayYes, single } from "./decomposition.js";

/** Digit by digit: the first place at which two numbers differ decides. */
export const compare: Decomposition = {
  asks: "of two digits at one place, is the first smaller; is the second",
  parts: (words) => digits(words).flatMap(([a, b]) => [less(a, b), less(b, a)]),
  combine(words, says) {
    const place = digits(words).find(([a, b]) => says(less(a, b)) || says(less(b, a)));
    return sayYes(place !== undefined && says(less(...place)));
  },
  claims(words) {
    const equal = ([a, b]: [string, string]): Claim["checks"] => [
      { part: less(a, b), answer: "no" },
      { part: less(b, a), answer: "no" },
    ];
    return digits(words).flatMap(([a, b], at, all) => {
      const before = all.slice(0, at).flatMap(equal);
      return [less(a, b), less(b, a)].map((part, side): Claim => {
        const checks = [...before, { part, answer: "yes" as const }];
        return { at: [at], checks, proves: sayYes(side === 0) };
      });
    });
  },
};

function digits([, one, , other]: readonly string[]): [string, string][] {
  return [...one!].map((digit, at) => [digit, other![at]!]);
}

/** Neighbour by neighbour: one step down is enough. */
export const sorted: Decomposition = {
  asks: "of two neighbours, is the second smaller: a step down",
  parts: ([, ...row]) => stepsOf(row),
  combine: ([, ...row], says) => sayYes(!stepsOf(row).some(says)),
  claims: ([, ...row]) => stepsOf(row).map((part, at) => single([at, at + 1], part, "yes", "no")),
};

function stepsOf(row: readonly string[]): string[] {
  return row.slice(1).map((digit, at) => less(digit, row[at]!));
}

/** An opening bracket and the one that closes it, by the nesting, must be of a kind. */
export const brackets: Decomposition = {
  asks: "are two brackets of a kind",
  parts: ([, row]) => nested(row!).map(([i, j]) => pair(row![i]!, row![j]!)),
  combine: (words, says) => sayYes(brackets.parts(words).every(says)),
  claims: ([, row]) =>
    nested(row!).map(([i, j]) => single([i, j], pair(row![i]!, row![j]!), "no", "no")),
};

/** Which bracket closes which, whatever their kinds. */
function nested(row: string): [number, number][] {
  const open: number[] = [];
  return [...row].flatMap((bracket, at): [number, number][] => {
    if (!"([{".includes(bracket)) return [[open.pop()!, at]];
    open.push(at);
    return [];
  });
}

/** The first letter with the last, the second with the last but one. */
export const palindrome: Decomposition = {
  asks: "are two letters that mirror each other the same",
  parts: ([, ...row]) => mirrored(row).map(([i, j]) => same(row[i]!, row[j]!)),
  combine: (words, says) => sayYes(palindrome.parts(words).every(says)),
  claims: ([, ...row]) =>
    mirrored(row).map(([i, j]) => single([i, j], same(row[i]!, row[j]!), "no", "no")),
};

function mirrored({ length }: readonly string[]): [number, number][] {
  return Array.from({ length: Math.floor(length / 2) }, (_, i) => [i, length - 1 - i]);
}

/** Every digit with every other: the largest is smaller than none. */
export const maximum: Decomposition = {
  asks: "of two digits of the row, is the first smaller",
  parts: ([, ...row]) => row.flatMap((_, at) => comparedAt(row, at)),
  combine: ([, ...row], says) => row.find((_, at) => !comparedAt(row, at).some(says)) ?? row[0]!,
  claims: ([, ...row]) =>
    row.map((digit, at) => ({
      at: [at],
      checks: comparedAt(row, at).map((part) => ({ part, answer: "no" as const })),
      proves: digit,
    })),
};

/** The digit at a place with each of the others. */
export function comparedAt(row: readonly string[], at: number): string[] {
  return row.flatMap((other, place) => (place === at ? [] : [less(row[at]!, other)]));
}

/** The letter that is looked for with each of the row. */
export const containment: Decomposition = {
  asks: "is a letter of the row the one that is looked for",
  parts: (words) => soughtIn(words),
  combine: (words, says) => sayYes(soughtIn(words).some(says)),
  claims: (words) => soughtIn(words).map((part, at) => single([at], part, "yes", "yes")),
};

function soughtIn(words: readonly string[]): string[] {
  return words.slice(1, words.indexOf(":")).map((item) => same(item, words.at(-1)!));
}
