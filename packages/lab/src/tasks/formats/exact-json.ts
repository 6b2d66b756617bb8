// JSON without lost digits: JavaScript's numbers hold whole numbers to 2^53 alone, and ids go
// beyond.

import { foreignNumber } from "@w2s/base";

/**
 * Parses JSON; whole numbers beyond 2^53 become texts of their digits.
 * @throws SyntaxError as JSON.parse
 */
export function exactJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return /\d{16}/.test(text) ? JSON.parse(largeAsTexts(text)) : value;
}

/** Valid JSON with its large numbers in quotes. */
function largeAsTexts(text: string): string {
  const next = /"|-?\d[\d.eE+-]*/g;
  let quoted = "";
  let from = 0;
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    const [token] = found;
    if (token === '"') next.lastIndex = endOfText(text, found.index + 1);
    else if (/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))) {
      quoted += `${text.slice(from, found.index)}"${token}"`;
      from = next.lastIndex;
    }
  }
  return quoted + text.slice(from);
}

/** Behind the quote that closes a text which begins at `start`. */
function endOfText(text: string, start: number): number {
  let quote = text.indexOf('"', start);
  for (;;) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
}

/**
 * What a text that is not JSON may be, as the end of a message; `gap` stands for no number.
 * @param message what the parser says
 */
export function notation(text: string, gap: string, message: string): string {
  if (foreignNumber(text) !== undefined) return `; NaN and Infinity are no JSON: write ${gap}`;
  if (/[{,[]\s*'/.test(text)) return "; is it Python's own notation? write it with json.dumps";
  if (/^Unexpected token '\/'/.test(message)) return "; comments are no JSON: take them out";
  return LAST.test(message) && /,\s*[\]}]/.test(text)
    ? "; behind the last of a list or an object stands a comma: take it away"
    : "";
}

/** What the parser says where a bracket is closed and it waits for more. */
const LAST = /^(?:Unexpected token '[\]}]'|Expected double-quoted property name)/;
