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
  const cuts = cutsOf(different, width);
  const own = differenceOf(different);
  const keeps = ({ removed }: Cut) =>
    different.every((text) => removed(text).every(([from, to]) => own(text, from, to)));
  const areApart = ({ cut }: Cut) => new Set(different.map(cut)).size === different.length;
  const found = cuts.find((one) => keeps(one) && areApart(one)) ?? cuts.find(areApart);
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

/** Whether a stretch of a text is the same in all of them: the words at their ends are. */
function differenceOf(different: readonly string[]) {
  const [first = "", ...others] = different;
  const alike = (at: (text: string, i: number) => string | undefined) => {
    let count = 0;
    let whole = 0;
    while (count < first.length && others.every((text) => at(text, count) === at(first, count))) {
      count += 1;
      // A word that goes on belongs to what differs.
      if (!/[\p{L}\p{N}]/u.test(at(first, count - 1)!)) whole = count;
    }
    return count === first.length ? count : whole;
  };
  const head = alike((text, i) => text[i]);
  const tail = alike((text, i) => text[text.length - 1 - i]);
  return ({ length }: string, from: number, to: number): boolean =>
    from >= to || to <= head || from >= length - tail;
}

/** The text cut to `width` columns from its character `from` on. */
function cutTo(text: string, width: number, from: number): string {
  if (widthOf(text) <= width) return text;
  const characters = [...text];
  const last = characters.length - from;
  if (last < width) return cutAfter(text, width, 0);
  return `…${take(characters.slice(from), width - 2)}…`;
}
