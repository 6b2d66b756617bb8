// even 3 4 1 ? yes

import { DIGITS, several } from "../draw.js";
import { asked, type Skill } from "../problem.js";

export const parity: Skill = {
  asks: "is the sum of a row of digits even",
  difficulty: "digits in the row, less one",
  levels: 7,
  yesNo: true,
  sample(random, difficulty) {
    const row = several(random, DIGITS, difficulty + 1);
    return asked(`even ${row.join(" ")}`, row.reduce((sum, digit) => sum + Number(digit), 0) % 2 === 0);
  },
};
