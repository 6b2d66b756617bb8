// A rule and a request: digit by digit, is it what the rule forbids; and which is the largest.

import { less, odd, same } from "./atoms.js";
import { type Claim, type Decomposition, single } from "./decomposition.js";
import { comparedAt, maximum } from "./rows.js";

export const rule: Decomposition = {
  asks: "is a digit of the request what the rule forbids; of two digits, is the first smaller",
  parts: (words) => {
    const { asks, row, forbids } = read(words);
    return [...row.map(forbids), ...(asks === "max" ? maximum.parts([asks, ...row]) : [])];
  },
  combine(words, says) {
    const { asks, row, forbids, forbidding } = read(words);
    if (row.some((digit) => says(forbids(digit)) === (forbidding === "yes"))) return "refuse";
    if (asks === "max") return maximum.combine([asks, ...row], says);
    return row.at(asks === "first" ? 0 : -1)!;
  },
  claims(words) {
    const { asks, row, forbids, forbidding } = read(words);
    const refusals = row.map((digit, at) => single([at], forbids(digit), forbidding, "refuse"));
    const places = row.map((_, at) => at);
    const fine = row.map((digit) => ({
      part: forbids(digit),
      answer: forbidding === "yes" ? ("no" as const) : ("yes" as const),
    }));
    const taken = asks === "max" ? places : [asks === "first" ? 0 : row.length - 1];
    const answers = taken.map((at): Claim => {
      const largest = asks === "max" ? comparedAt(row, at) : [];
      const checks = [...fine, ...largest.map((part) => ({ part, answer: "no" as const }))];
      return { at: [at], checks, proves: row[at]! };
    });
    return [...refusals, ...answers];
  },
};

interface Request {
  readonly asks: string;
  readonly row: readonly string[];
  /** The part about a digit, and its answer when the digit is forbidden. */
  forbids(digit: string): string;
  readonly forbidding: "yes" | "no";
}

function read(words: readonly string[]): Request {
  const colon = words.indexOf(":");
  const [kind, limit] = words.slice(1, colon) as [string, string];
  const [verb, asks] = words.slice(colon + 1) as [string, string];
  return {
    asks: verb === "max" ? verb : asks,
    row: words.slice(colon + 1).filter((word) => /\d/.test(word)),
    forbids: (digit) =>
      kind === "above"
        ? less(limit, digit)
        : kind === digit || /\d/.test(kind)
          ? same(kind, digit)
          : odd(digit),
    forbidding: kind === "even" ? "no" : "yes",
  };
}
