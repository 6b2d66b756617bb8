// take second of k d a = d

import type { Random } from "@w2s/lab";
import { between, coin, distinct, LETTERS } from "../draw.js";
import { type Skill, solved } from "../problem.js";

export const instruction: Skill = {
  asks: "do with a row of letters what is said",
  difficulty: "1 take an end, 2 count to a place, 3 find a neighbour",
  levels: 3,
  yesNo: false,
  sample(random, difficulty) {
    const row = distinct(random, LETTERS, between(random, 3, 7));
    const { words, place } = INSTRUCTIONS[difficulty - 1]!(random, row);
    const right = row[place]!;
    return solved(
      `take ${words} of ${row.join(" ")}`,
      right,
      row.filter((letter) => letter !== right),
    );
  },
};

type Instruction = (random: Random, row: readonly string[]) => { words: string; place: number };

const INSTRUCTIONS: readonly Instruction[] = [
  (random, row) =>
    coin(random) ? { words: "first", place: 0 } : { words: "last", place: row.length - 1 },
  (random) => (coin(random) ? { words: "second", place: 1 } : { words: "third", place: 2 }),
  (random, row) => {
    const left = random.integer(row.length - 1);
    return coin(random)
      ? { words: `after ${row[left]}`, place: left + 1 }
      : { words: `before ${row[left + 1]}`, place: left };
  },
];
