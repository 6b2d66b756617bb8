// Cutting a text where a pattern matches, in the five ways of the reference implementation
// (tokenizers 0.23, SplitDelimiterBehavior).

import { z } from "zod";

export const behaviors = z.enum([
  "Removed",
  "Isolated",
  "MergedWithPrevious",
  "MergedWithNext",
  "Contiguous",
]);
export type Behavior = z.infer<typeof behaviors>;

/** From `start` up to `end`: what the pattern matched, or what stands between. */
interface Span {
  start: number;
  end: number;
  readonly isMatch: boolean;
}

/**
 * The pieces of a text, none empty. `invert` takes what does not match for the delimiter.
 * @param pattern with the flag g
 */
export function splitAt(
  text: string,
  pattern: RegExp,
  behavior: Behavior,
  invert = false,
): readonly string[] {
  // Most patterns match all of a text: the matches are the pieces, without a look between them.
  const matched = behavior === "Isolated" ? (text.match(pattern) ?? []) : [];
  const length = matched.reduce((sum, one) => sum + one.length, 0);
  if (length === text.length) return matched.filter((one) => one !== "");
  const spans = WAYS[behavior](spansOf(text, pattern, invert));
  const pieces: string[] = [];
  for (const { start, end } of spans) if (start < end) pieces.push(text.slice(start, end));
  return pieces;
}

const WAYS: { readonly [B in Behavior]: (spans: Span[]) => Span[] } = {
  Removed: (spans) => spans.filter(({ isMatch }) => !isMatch),
  Isolated: (spans) => spans,
  Contiguous(spans) {
    const merged: Span[] = [];
    for (const span of spans) {
      const last = merged.at(-1);
      if (last?.isMatch === span.isMatch) last.end = span.end;
      else merged.push(span);
    }
    return merged;
  },
  MergedWithPrevious: (spans) => mergedWithNeighbour(spans, (last, { end }) => (last.end = end)),
  MergedWithNext: (spans) =>
    mergedWithNeighbour(spans.reverse(), (last, { start }) => (last.start = start)).reverse(),
};

/** The first match of a run goes to the span before it; the others stand alone. */
function mergedWithNeighbour(spans: Span[], grow: (last: Span, span: Span) => void): Span[] {
  const merged: Span[] = [];
  let afterMatch = false;
  for (const span of spans) {
    const last = merged.at(-1);
    if (span.isMatch && !afterMatch && last) grow(last, span);
    else merged.push(span);
    afterMatch = span.isMatch;
  }
  return merged;
}

function spansOf(text: string, pattern: RegExp, invert: boolean): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of matchesOf(text, pattern)) {
    if (end < match.start) spans.push({ start: end, end: match.start, isMatch: invert });
    spans.push({ ...match, isMatch: !invert });
    end = match.end;
  }
  if (end < text.length) spans.push({ start: end, end: text.length, isMatch: invert });
  return spans;
}

/** The text with `content` for each match. @param pattern with the flag g */
export function replaceAt(text: string, pattern: RegExp, content: string): string {
  let result = "";
  let from = 0;
  for (const { start, end } of matchesOf(text, pattern)) {
    result += text.slice(from, start) + content;
    from = end;
  }
  return result + text.slice(from);
}

/**
 * Where a pattern matches: as in the reference, no empty match right behind another, and none in
 * an empty text. Not by `matchAll`, which compiles a long expression anew for every text.
 */
function matchesOf(text: string, pattern: RegExp): { start: number; end: number }[] {
  const matches: { start: number; end: number }[] = [];
  if (text === "") return matches;
  let last = -1;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { index: start } = match;
    const end = pattern.lastIndex;
    if (start === end) pattern.lastIndex += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
    if (start === end && start === last) continue;
    matches.push({ start, end });
    last = end;
  }
  return matches;
}
