// outsider 4 8 3 6 = 3

import type { Random } from "@w2s/lab";
import { between, coin, DIGITS, distinct, LETTERS, oneOf } from "../draw.js";
import { type Skill, solved } from "../problem.js";

/**
 * What splits items into two classes; true is one of them. In the order in which small models learn
 * to see them.
 */
const TRAITS: readonly ((item: string, row: readonly string[]) => boolean)[] = [
  (item) => item >= "5",
  (item) => Number(item) % 2 === 1,
  (item) => item >= "a",
  (item, row) => row.filter((other) => other === item).length > 1,
];
const [SIZE, PARITY, SAME] = [0, 1, 3];

export const outsider: Skill = {
  asks: "the one item that is not like the others",
  difficulty: "1 below 5 or not, 2 odd or even, 3 letter or digit, 4 the same or not",
  levels: 4,
  yesNo: false,
  // An easier trait must not point at any item, nor a harder one at another.
  sample(random, difficulty) {
    const { row, right } = ROWS[difficulty - 1]!(random);
    const pointed = TRAITS.map((_, trait) => outsiderBy(trait, row));
    const easiest = pointed.findIndex((item) => item !== null);
    if (easiest !== difficulty - 1 || pointed.some((item) => item !== null && item !== right)) {
      return outsider.sample(random, difficulty);
    }
    const others = [...new Set(row)].filter((item) => item !== right);
    return solved(`outsider ${random.shuffle(row).join(" ")}`, right, others);
  },
};

const ROWS: readonly ((random: Random) => { row: string[]; right: string })[] = [
  (random) => among(...divided(random, SIZE)),
  (random) => among(...divided(random, PARITY)),
  (random) => {
    const [most, one] = coin(random) ? [DIGITS, LETTERS] : [LETTERS, DIGITS];
    return among(distinct(random, most, between(random, 3, 6)), oneOf(random, one));
  },
  (random) => {
    const [same, right] = distinct(random, coin(random) ? DIGITS : LETTERS, 2) as [string, string];
    return among(Array<string>(between(random, 3, 6)).fill(same), right);
  },
];

function among(others: readonly string[], right: string): { row: string[]; right: string } {
  return { row: [...others, right], right };
}

/** Three to five different digits of one class of a trait, and one of the other class. */
function divided(random: Random, trait: number): [string[], string] {
  const side = coin(random);
  const [ours, theirs] = [side, !side].map((value) =>
    DIGITS.filter((digit) => TRAITS[trait]!(digit, []) === value),
  );
  return [distinct(random, ours!, between(random, 3, 5)), oneOf(random, theirs!)];
}

/**
 * The one item that the trait singles out, or null. Traits of digits say nothing about rows with
 * letters.
 */
function outsiderBy(trait: number, row: readonly string[]): string | null {
  if (trait <= PARITY && row.some((item) => item >= "a")) return null;
  const marked = row.filter((item) => TRAITS[trait]!(item, row));
  const rest = row.filter((item) => !TRAITS[trait]!(item, row));
  if (trait === SAME) return rest.length === 1 ? rest[0]! : null;
  return marked.length === 1 ? marked[0]! : rest.length === 1 ? rest[0]! : null;
}
