// Classes of characters as Oniguruma knows them, written for JavaScript's v flag.

import { asOf16 } from "./unicode-16.js";

/** Unicode's word characters. */
const WORDS = asOf16("\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}");
const DIGITS = asOf16("\\p{Nd}");
/** Oniguruma counts the powers and fractions of Latin 1 among them, outside of brackets. */
export const WORD = `[${WORDS}\xb2\xb3\xb9\xbc\xbd\xbe]`;
/** Rust's regular expressions, the joiners of zero width. */
export const RUST_WORD = `[${WORDS}\\p{Join_Control}]`;

/** What stands for one character: the inside of a class of that kind, or the character itself. */
export type One = { readonly set: string } | { readonly char: string };

/** By what stands behind a backslash outside of brackets. */
export const ESCAPES: Readonly<Record<string, One>> = {
  s: { set: "\\p{White_Space}" },
  S: { set: "\\P{White_Space}" },
  d: { set: DIGITS },
  D: { set: `[^${DIGITS}]` },
  h: { set: "\\p{AHex}" },
  H: { set: "\\P{AHex}" },
  w: { set: WORD },
  W: { set: WORD.replace("[", "[^") },
  n: { char: "\n" },
  r: { char: "\r" },
  t: { char: "\t" },
  f: { char: "\f" },
  v: { char: "\v" },
  a: { char: "\x07" },
  e: { char: "\x1b" },
};

/** Within brackets those powers and fractions are no word characters. */
export const ESCAPES_IN_BRACKETS: Readonly<Record<string, One>> = {
  ...ESCAPES,
  w: { set: WORDS },
  W: { set: `[^${WORDS}]` },
};

/** Names that JavaScript has not. */
const UNIONS: Readonly<Record<string, string>> = {
  alnum: "\\p{Alphabetic}\\p{Nd}",
  "posix punct": "\\p{P}\\p{S}",
};
/** Names that JavaScript spells otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  alpha: "Alphabetic",
  alnum: "alnum",
  digit: "Nd",
  "posix punct": "posix punct",
  punct: "P",
  lower: "Lowercase",
  upper: "Uppercase",
  space: "White_Space",
  xdigit: "AHex",
  ascii: "ASCII",
  any: "Any",
};

/** `[:alpha:]`, what stands between the colons, as a set; undefined for an unknown one. */
export function posixSet(name: string): string | undefined {
  const known = ["alpha", "alnum", "ascii", "digit", "lower", "punct", "space", "upper", "xdigit"];
  const bare = name.replace("^", "");
  if (!known.includes(bare)) return undefined;
  return property(`${bare === name ? "p" : "P"}{${bare === "punct" ? "posix punct" : bare}}`);
}

/** `p{L}`, `P{L}` or `p{^L}` as a set; undefined where JavaScript has no such property. */
export function property(name: string): string | undefined {
  const [, letter, caret, said] = /^([pP])\{(\^?)(.+)\}$/.exec(name)!;
  const negated = (letter === "P") !== (caret === "^");
  const own = NAMES[said!.toLowerCase()] ?? said!;
  const set = UNIONS[own] ?? [own, `Script=${own}`].map((one) => `\\p{${one}}`).find(isKnown);
  if (set === undefined) return undefined;
  return negated ? `[^${asOf16(set)}]` : asOf16(set);
}

function isKnown(set: string): boolean {
  try {
    return new RegExp(set, "v") !== undefined;
  } catch {
    return false;
  }
}

/** Characters whose lower case is another's, beside those that JavaScript converts both ways. */
const FURTHER: Readonly<Record<string, string>> = { s: "ſ", k: "\u212a", å: "\u212b" };

/** A character within brackets; in either case where case is ignored. */
export function classItem(char: string, ignoreCase: boolean): string {
  if (!ignoreCase) return escaped(char);
  const [lower, upper] = [char.toLowerCase(), char.toUpperCase()];
  const single = [char, lower, upper, FURTHER[lower] ?? ""].filter((one) => [...one].length === 1);
  return [...new Set(single)].map(escaped).join("");
}

/** A range of characters in either case; undefined for more than 512 of them. */
export function caselessRange(from: string, to: string): string | undefined {
  const [first, last] = [from.codePointAt(0)!, to.codePointAt(0)!];
  if (last - first >= 512) return undefined;
  const chars = Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
  return chars.map((char) => classItem(char, true)).join("");
}

function escaped(char: string): string {
  return `\\u{${char.codePointAt(0)!.toString(16)}}`;
}
