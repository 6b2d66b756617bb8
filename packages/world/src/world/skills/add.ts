// 7 + 48 = 55

import { between, coin } from "../draw.js";
import { type Skill, solved } from "../problem.js";

export const add: Skill = {
  asks: "the sum of two numbers",
  difficulty: "digits of both numbers together, less one",
  levels: 3,
  yesNo: false,
  sample(random, difficulty) {
    const short = difficulty < 3 ? between(random, 0, 9) : between(random, 10, 99);
    const long = difficulty < 2 ? between(random, 0, 9) : between(random, 10, 99);
    const [a, b] = coin(random) ? [short, long] : [long, short];
    const near = [-10, -1, 1, 10].map((miss) => a + b + miss).filter((sum) => sum >= 0);
    return solved(`${a} + ${b}`, String(a + b), near.map(String));
  },
};
