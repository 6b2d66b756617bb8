// What a part may ask, and whether it is so: of two digits which is smaller, whether two words are
// the same, whether two brackets are of a kind, whether a digit is odd, an item a letter.

import { InternalError } from "@w2s/base";

const CLOSES: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

export const less = (a: string, b: string): string => `less ${a} than ${b}`;
export const same = (a: string, b: string): string => `same ${a} ${b}`;
export const pair = (open: string, close: string): string => `pair ${open} ${close}`;
export const odd = (digit: string): string => `odd ${digit}`;
export const letter = (item: string): string => `letter ${item}`;

/** Whether what a part asks is so. */
export function holds(part: string): boolean {
  const [relation, a, b, c] = part.split(" ") as [string, string, string, string];
  switch (relation) {
    case "less":
      return Number(a) < Number(c);
    case "same":
      return a === b;
    case "pair":
      return CLOSES[a] === b;
    case "odd":
      return Number(a) % 2 === 1;
    case "letter":
      return /[a-z]/.test(a);
    default:
      throw new InternalError(`world: no part asks "${part}"`);
  }
}
