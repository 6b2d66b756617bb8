// Problems cut in halves: two smaller problems of the same skill, whose answers give the whole's.
// What recursion works on: halves of halves, down to the smallest that the skill poses.

import { InternalError } from "@w2s/base";

/** How a skill's problems are cut. Rows are the items that its questions ask about. */
interface Halving {
  /** The items of a question's row, and how a question of others is put. */
  read(words: readonly string[]): {
    readonly row: readonly string[];
    ask(row: readonly string[]): string;
  };
  /** Two rows whose answers give the whole's; null: the row is too short to cut. */
  cut(row: readonly string[]): readonly [readonly string[], readonly string[]] | null;
  /** Whether the answer to a question is yes, read off its row. */
  truth(row: readonly string[], words: readonly string[]): boolean;
  /** The whole's answer from those of its halves. */
  both(one: boolean, other: boolean): boolean;
}

const leading = (words: readonly string[]) => ({
  row: words.slice(1),
  ask: (row: readonly string[]) => [words[0]!, ...row, "?"].join(" "),
});
const and = (one: boolean, other: boolean): boolean => one && other;

/** Rows of the first and the second half, which `shared` items belong to both of. */
function middle(row: readonly string[], least: number, shared: number) {
  const at = Math.ceil((row.length + shared) / 2);
  const [one, other] = [row.slice(0, at), row.slice(at - shared)];
  return other.length < least ? null : ([one, other] as const);
}

const halvings = {
  sorted: {
    read: leading,
    cut: (row) => middle(row, 3, 1),
    truth: (row) => row.every((digit, i) => i === 0 || row[i - 1]! <= digit),
    both: and,
  },
  palindrome: {
    read: leading,
    // The outer pairs and the inner ones.
    cut: (row) => {
      const pairs = Math.floor(row.length / 2);
      const outer = Math.floor(pairs / 2);
      if (outer === 0) return null;
      const end = row.length - outer;
      return [[...row.slice(0, outer), ...row.slice(end)], row.slice(outer, end)];
    },
    truth: (row) => row.every((letter, i) => letter === row[row.length - 1 - i]),
    both: and,
  },
  containment: {
    read: (words) => {
      const colon = words.indexOf(":");
      const [verb, sought] = [words[0]!, words.slice(colon)];
      const ask = (row: readonly string[]) => [verb, ...row, ...sought, "?"].join(" ");
      return { row: words.slice(1, colon), ask };
    },
    cut: (row) => middle(row, 2, 0),
    truth: (row, words) => row.includes(words.at(-1)!),
    both: (one, other) => one || other,
  },
  parity: {
    read: leading,
    cut: (row) => middle(row, 2, 0),
    truth: (row) => row.reduce((sum, digit) => sum + Number(digit), 0) % 2 === 0,
    both: (one, other) => one === other,
  },
} satisfies Readonly<Record<string, Halving>>;

/** Skills whose problems can be cut in halves. */
export type HalvedSkill = keyof typeof halvings;
/** Skills whose problems can be cut in halves. */
export const halvedSkills: readonly HalvedSkill[] = Object.freeze(
  Object.keys(halvings) as HalvedSkill[],
);

/** A problem of half the size. */
export interface Half {
  readonly question: string;
  readonly right: "yes" | "no";
}

/** A problem in halves. */
export interface Halves {
  readonly halves: readonly [Half, Half];
  /** Whether the whole's answer is yes, from whether those of the halves are. */
  both(one: boolean, other: boolean): boolean;
}

/** A question in halves; null: it is one of the smallest. */
export function halvesOf(skill: HalvedSkill, question: string): Halves | null {
  const halving: Halving = halvings[skill];
  const words = question.split(" ").slice(0, -1);
  const { row, ask } = halving.read(words);
  if (row.length === 0) throw new InternalError(`world: no row in "${question}"`);
  const cut = halving.cut(row);
  if (!cut) return null;
  const half = (own: readonly string[]): Half => ({
    question: ask(own),
    right: halving.truth(own, words) ? "yes" : "no",
  });
  return { halves: [half(cut[0]), half(cut[1])], both: halving.both };
}
