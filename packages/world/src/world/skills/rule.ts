// never above 6 : max 4 9 2 = refuse

import type { Random } from "@w2s/lab";
import { between, coin, DIGITS, distinct, oneOf } from "../draw.js";
import { type Skill, solved } from "../problem.js";

export const rule: Skill = {
  asks: "answer a request, or refuse it when it mentions what the rule forbids",
  difficulty: "what is forbidden: 1 all above a digit, 2 all odd or all even ones, 3 a digit",
  levels: 3,
  yesNo: false,
  // A request to refuse mentions one forbidden digit, any other none; each is half of all.
  sample(random, difficulty) {
    const { words, forbidden } = RULES[difficulty - 1]!(random);
    const refuse = coin(random);
    const fine = DIGITS.filter((digit) => !forbidden.includes(digit));
    const length = between(random, 3, 5);
    const row = distinct(random, fine, length);
    if (refuse) row[random.integer(length)] = oneOf(random, forbidden);
    const { asks, answer } = oneOf(random, REQUESTS)(row);
    const [right, wrong] = refuse ? ["refuse", answer] : [answer, "refuse"];
    return solved(`never ${words} : ${asks}`, right, [wrong]);
  },
};

const RULES: readonly ((random: Random) => { words: string; forbidden: readonly string[] })[] = [
  (random) => {
    const limit = between(random, 5, 8);
    return { words: `above ${limit}`, forbidden: DIGITS.slice(limit + 1) };
  },
  (random) => {
    const odd = coin(random);
    return {
      words: odd ? "odd" : "even",
      forbidden: DIGITS.filter((digit) => (Number(digit) % 2 === 1) === odd),
    };
  },
  (random) => {
    const digit = oneOf(random, DIGITS);
    return { words: digit, forbidden: [digit] };
  },
];

const REQUESTS: readonly ((row: readonly string[]) => { asks: string; answer: string })[] = [
  (row) => ({ asks: `max ${row.join(" ")}`, answer: row.toSorted().at(-1)! }),
  (row) => ({ asks: `take first of ${row.join(" ")}`, answer: row[0]! }),
  (row) => ({ asks: `take last of ${row.join(" ")}`, answer: row.at(-1)! }),
];
