// even 3 2 1 ? yes

import { DIGITS, several } from "../draw.js";
import { asked, type Skill } from "../problem.js";

// Few different ones: with ten, small models do not find the two classes.
const FEW = DIGITS.slice(0, 4);

export const parity: Skill = {
  asks: "is the sum of a row of digits below 4 even",
  difficulty: "digits in the row, less one",
  levels: 7,
  yesNo: true,
  sample(random, difficulty) {
    const row = several(random, FEW, difficulty + 1);
    return asked(
      `even ${row.join(" ")}`,
      row.reduce((sum, digit) => sum + Number(digit), 0) % 2 === 0,
    );
  },
};
