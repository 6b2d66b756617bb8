// has k d a : d ? yes

import { coin, distinct, LETTERS, oneOf } from "../draw.js";
import { asked, type Skill } from "../problem.js";

export const containment: Skill = {
  asks: "is a letter among some different letters",
  difficulty: "letters to look through, less one",
  levels: 8,
  yesNo: true,
  sample(random, difficulty) {
    const [other, ...row] = distinct(random, LETTERS, difficulty + 2);
    const truth = coin(random);
    return asked(`has ${row.join(" ")} : ${truth ? oneOf(random, row) : other}`, truth);
  },
};
