// Names cut to one width, so that what tells them apart is kept.

import { cutAfter, fit, take, widthOf } from "./text-width.js";

/**
 * Every text cut to `width` columns like `fit`, but so that texts that differ stay different: what
 * is cut away is where they are alike, in the middle or, where that does not do, at both ends.
 * Where they differ in more than there is room for, they are at least told apart; and are cut as
 * `fit` does where no one cut does that.
 */
export function fitApart(texts: readonly string[], width: number): string[] {
  const different = [...new Set(texts)];
  // What fits stays as it is, however it differs.
  const long = different.filter((text) => widthOf(text) > width);
  const cuts = long.length === 0 ? [] : cutsOf(long, width);
  const { head, tail, before } = differenceOf(long);
  const keeping =
    (head: number, tail: number) =>
    ({ removed }: Cut): boolean =>
      long.every((text) =>
        removed(text).every(([from, to]) => from >= to || to <= head || from >= text.length - tail),
      );
  const areApart = ({ cut }: Cut) => new Set(different.map(cut)).size === different.length;
  const found =
    cuts.find((cut) => keeping(before, tail - 1)(cut) && areApart(cut)) ??
    cuts.find((cut) => keeping(head, tail)(cut) && areApart(cut)) ??
    cuts.find(areApart);
  return texts.map(found?.cut ?? ((text) => fit(text, width)));
}

/** A way to cut, and which characters it takes away of a text, from one to another. */
interface Cut {
  readonly cut: (text: string) => string;
  readonly removed: (text: string) => (readonly [from: number, to: number])[];
}

/** Cuts of the middle, the most even first; then those of both ends. */
function cutsOf(different: readonly string[], width: number): Cut[] {
  const middle = Math.ceil((width - 1) / 2);
  const heads = Array.from({ length: Math.max(0, width) }, (_, head) => head).sort(
    (a, b) => Math.abs(a - middle) - Math.abs(b - middle),
  );
  const longest = width < 3 ? 0 : Math.max(0, ...different.map((text) => text.length));
  return [
    ...heads.map(
      (head): Cut => ({
        cut: (text) => cutAfter(text, width, head),
        removed: ({ length }) => (length <= width ? [] : [[head, length - (width - 1 - head)]]),
      }),
    ),
    ...Array.from(
      { length: longest },
      (_, from): Cut => ({
        cut: (text) => cutTo(text, width, from),
        removed: ({ length }) =>
          length <= width
            ? []
            : [
                [0, Math.min(from, length - width + 1)],
                [from + width - 2, length],
              ],
      }),
    ),
  ];
}

/** How many characters all begin and end with, as whole words; and those before the last word. */
function differenceOf(texts: readonly string[]): { head: number; tail: number; before: number } {
  const head = alike(texts, (text, i) => text[i]);
  const tail = alike(texts, (text, i) => text[text.length - 1 - i]);
  // "epochs 30" says more than "30".
  const before = /[\p{L}\p{N}]*[^\p{L}\p{N}]*$/u.exec(texts[0]?.slice(0, head) ?? "");
  return { head, tail, before: before?.index ?? 0 };
}

/** Characters in which texts are alike from one end on; a word that goes on differs from there. */
function alike(
  [first = "", ...others]: readonly string[],
  at: (text: string, i: number) => string | undefined,
): number {
  let [count, whole] = [0, 0];
  while (count < first.length && others.every((text) => at(text, count) === at(first, count))) {
    count += 1;
    if (!/[\p{L}\p{N}]/u.test(at(first, count - 1)!)) whole = count;
  }
  return count === first.length ? count : whole;
}

/** The text cut to `width` columns from its character `from` on. */
function cutTo(text: string, width: number, from: number): string {
  if (widthOf(text) <= width) return text;
  const characters = [...text];
  const last = characters.length - from;
  if (last < width) return cutAfter(text, width, 0);
  return `…${take(characters.slice(from), width - 2)}…`;
}
