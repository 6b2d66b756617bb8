// JSON without lost digits: JavaScript's numbers hold whole numbers to 2^53 alone, and ids go
// beyond.

import { foreignNumber } from "@w2s/base";

/**
 * Parses JSON; whole numbers beyond 2^53 become texts of their digits. NaN and Infinity, which are
 * no JSON and Python writes, are what they are in the other formats.
 * @throws SyntaxError as JSON.parse
 */
export function exactJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return /\d{16}/.test(text) ? JSON.parse(replaced(text, largeAsText)) : value;
  } catch (error) {
    if (foreignNumber(text) === undefined) throw error;
    const marked = replaced(text, (token) => foreignAsText(token) ?? largeAsText(token));
    try {
      return JSON.parse(marked, (_, value: unknown) => FOREIGN.get(value) ?? value);
    } catch {
      throw error;
    }
  }
}

const largeAsText = (token: string): string | undefined =>
  /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : undefined;

/** Texts that nobody writes, and the numbers that they stand for. */
const FOREIGN = new Map<unknown, number>(
  [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((number) => [
    `\u0000${number}\u0000`,
    number,
  ]),
);

const foreignAsText = (token: string): string | undefined =>
  /^(?:NaN|-?Infinity)$/.test(token) ? `"\\u0000${token}\\u0000"` : undefined;

/** JSON with some of its numbers written otherwise. */
function replaced(text: string, otherwise: (token: string) => string | undefined): string {
  const next = /"|-?(?:\d[\d.eE+-]*|Infinity\b)|NaN\b/g;
  let written = "";
  let from = 0;
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    const [token] = found;
    if (token === '"') {
      next.lastIndex = endOfText(text, found.index + 1);
      continue;
    }
    const other = otherwise(token);
    if (other === undefined) continue;
    written += text.slice(from, found.index) + other;
    from = next.lastIndex;
  }
  return written + text.slice(from);
}

/** Behind the quote that closes a text which begins at `start`; the end where none does. */
function endOfText(text: string, start: number): number {
  let quote = text.indexOf('"', start);
  for (;;) {
    if (quote < 0) return text.length;
    let slashes = 0;
    while (text[quote - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
}

/**
 * What a text that is not JSON may be, as the end of a message.
 * @param message what the parser says
 */
export function notation(text: string, message: string): string {
  if (/[{,[]\s*'/.test(text)) return "; is it Python's own notation? write it with json.dumps";
  if (/^Unexpected token '\/'/.test(message)) return "; comments are no JSON: take them out";
  return LAST.test(message) && /,\s*[\]}]/.test(text)
    ? "; behind the last of a list or an object stands a comma: take it away"
    : "";
}

/** What the parser says where a bracket is closed and it waits for more. */
const LAST = /^(?:Unexpected token '[\]}]'|Expected double-quoted property name)/;
