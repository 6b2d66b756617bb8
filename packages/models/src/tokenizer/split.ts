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
 * an empty text.
 */
function* matchesOf(text: string, pattern: RegExp): Generator<{ start: number; end: number }> {
  let last = -1;
  if (text === "") return;
  for (const match of text.matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].length;
    if (start === end && start === last) continue;
    yield { start, end };
    last = end;
  }
}
