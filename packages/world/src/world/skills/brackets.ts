// match [{}]() ? yes

import type { Random } from "@w2s/lab";
import { between, coin, distinct, exchanged, several } from "../draw.js";
import { asked, type Skill } from "../problem.js";

const KINDS = ["()", "[]", "{}"] as const;
const MOST_PAIRS = 6;

export const brackets: Skill = {
  asks: "is every bracket closed by one of its kind, in the right order",
  difficulty: "depth of the nesting",
  levels: 4,
  yesNo: true,
  // What does not match is what does with two closing brackets of different kinds exchanged: counts
  // and depth stay.
  sample(random, difficulty) {
    const pairs = between(random, Math.max(2, difficulty), MOST_PAIRS);
    const row = dressed(random, shape(random, pairs, difficulty), pairs);
    const closing = row.flatMap((bracket, at) =>
      KINDS.some((kind) => kind[1] === bracket) ? [at] : [],
    );
    const truth = coin(random);
    const [one, other] = distinct(random, closing, 2);
    if (row[one!] === row[other!]) return brackets.sample(random, difficulty);
    return asked(`match ${(truth ? row : exchanged(row, one!, other!)).join("")}`, truth);
  },
};

/** Which places open a pair: a balanced row of `pairs` pairs whose depth is exactly `depth`. */
function shape(random: Random, pairs: number, depth: number): boolean[] {
  while (true) {
    const opens: boolean[] = [];
    let open = 0;
    let deepest = 0;
    let unopened = pairs;
    while (open > 0 || unopened > 0) {
      const more = unopened > 0 && (open === 0 || coin(random));
      open += more ? 1 : -1;
      unopened -= more ? 1 : 0;
      deepest = Math.max(deepest, open);
      opens.push(more);
    }
    if (deepest === depth) return opens;
  }
}

/** The row with a kind drawn for each pair. */
function dressed(random: Random, opens: readonly boolean[], pairs: number): string[] {
  const kinds = several(random, KINDS, pairs);
  const open: string[] = [];
  return opens.map((opening) => {
    if (opening) open.push(kinds.pop()!);
    return opening ? open.at(-1)![0]! : open.pop()![1]!;
  });
}
