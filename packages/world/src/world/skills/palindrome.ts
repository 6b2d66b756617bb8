// mirror a d c d a ? yes

import { coin, LETTERS, oneOf, several } from "../draw.js";
import { asked, type Skill } from "../problem.js";

const ALPHABET = LETTERS.slice(0, 6);

export const palindrome: Skill = {
  asks: "does a row of letters read the same backwards",
  difficulty: "pairs of letters to compare",
  levels: 5,
  yesNo: true,
  // What is no palindrome is one with a single letter changed: one pair differs.
  sample(random, difficulty) {
    const half = several(random, ALPHABET, difficulty);
    const middle = several(random, ALPHABET, random.integer(2));
    const row = [...half, ...middle, ...half.toReversed()];
    const truth = coin(random);
    const place = random.integer(difficulty);
    const changed = oneOf(
      random,
      ALPHABET.filter((letter) => letter !== half[place]),
    );
    if (!truth) row[coin(random) ? place : row.length - 1 - place] = changed;
    return asked(`mirror ${row.join(" ")}`, truth);
  },
};
