// Lists in one field of CSV or TSV: as JSON, and as Python and NumPy print them, which is what
// pandas writes.

import { exactJson } from "./exact-json.js";

/**
 * The items of a list that a text is: `["a", "b"]`, Python's `['a', "b's"]`, NumPy's `['a' 'b']`
 * and `[np.str_('a')]`; undefined for any other text, lists in lists and what NumPy leaves out by
 * "..." among them.
 */
export function listInText(text: string): unknown[] | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith("[") || !trimmed.endsWith("]")) return undefined;
  try {
    const value = exactJson(trimmed);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return printedList(trimmed.slice(1, -1));
  }
}

/** What NumPy 2 puts around each item of a list: `np.float64(`, `np.str_(`. */
const WRAPPED = String.raw`np\.\w+\(`;

/** A text in either quotes, or a number, and what divides it from the next. */
const ITEM = new RegExp(
  `\\s*(${WRAPPED})?(?:${[
    String.raw`'((?:[^'\\]|\\[\s\S])*)'`,
    String.raw`"((?:[^"\\]|\\[\s\S])*)"`,
    String.raw`(-?\d+(?:\.\d*)?(?:e[+-]?\d+)?)`,
  ].join("|")})(\\))?\\s*,?`,
  "y",
);

/** The text of a list of numbers without what NumPy 2 puts around each. */
export const withoutWrapping = (text: string): string =>
  text.replace(new RegExp(`${WRAPPED}([^()]*)\\)`, "g"), "$1");

function printedList(inside: string): (string | number)[] | undefined {
  const items: (string | number)[] = [];
  ITEM.lastIndex = 0;
  while (ITEM.lastIndex < inside.trimEnd().length) {
    const found = ITEM.exec(inside);
    if (found === null) return undefined;
    const [, opened, single, double, number, closed] = found;
    if ((opened === undefined) !== (closed === undefined)) return undefined;
    const quoted = single ?? double;
    items.push(quoted === undefined ? Number(number) : unescaped(quoted));
  }
  return items;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\n": "" };

/** A Python text without its backslashes. */
const unescaped = (text: string): string =>
  text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g,
    (whole, two: string, four: string, eight: string, other: string) => {
      const code = two ?? four ?? eight;
      if (code === undefined) return ESCAPES[other] ?? (/['"\\]/.test(other) ? other : whole);
      const point = Number.parseInt(code, 16);
      return point > 0x10ffff ? whole : String.fromCodePoint(point);
    },
  );
