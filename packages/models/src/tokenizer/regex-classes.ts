// Classes of characters as Oniguruma knows them, written for JavaScript's v flag.

/** Unicode's word characters, as Oniguruma and Rust have them. */
export const WORD = "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}]";

/** What stands for one character: the inside of a class of that kind, or the character itself. */
export type Symbol = { readonly set: string } | { readonly char: string };

/** By what stands behind a backslash. */
export const ESCAPES: Readonly<Record<string, Symbol>> = {
  s: { set: "\\p{White_Space}" },
  S: { set: "\\P{White_Space}" },
  d: { set: "\\p{Nd}" },
  D: { set: "\\P{Nd}" },
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

/** Names that JavaScript spells otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  alpha: "Alphabetic",
  alnum: "alnum",
  digit: "Nd",
  lower: "Lowercase",
  upper: "Uppercase",
  space: "White_Space",
  xdigit: "AHex",
  ascii: "ASCII",
  any: "Any",
};

/** `p{L}`, `P{L}` or `p{^L}` as a set; undefined where JavaScript has no such property. */
export function property(name: string): string | undefined {
  const [, letter, caret, said] = /^([pP])\{(\^?)(.+)\}$/.exec(name)!;
  const negated = (letter === "P") !== (caret === "^");
  const own = NAMES[said!.toLowerCase()] ?? said!;
  if (own === "alnum") return negated ? "[^\\p{Alphabetic}\\p{Nd}]" : "[\\p{Alphabetic}\\p{Nd}]";
  const sets = [own, `Script=${own}`].map((one) => `\\${negated ? "P" : "p"}{${one}}`);
  return sets.find(isKnown);
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
