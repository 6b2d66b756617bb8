// max 4 9 2 = 9

import { between, DIGITS, several } from "../draw.js";
import { type Skill, solved } from "../problem.js";

export const maximum: Skill = {
  asks: "the largest digit of a row",
  difficulty: "digits, less one",
  levels: 7,
  yesNo: false,
  // The largest is drawn first, so that a long row does not give it away: 9 is no likelier than 2.
  sample(random, difficulty) {
    const largest = between(random, 2, 9);
    const others = several(random, DIGITS.slice(0, largest), difficulty);
    const wrong = [...new Set(others)].sort().reverse();
    return solved(
      `max ${random.shuffle([String(largest), ...others]).join(" ")}`,
      String(largest),
      wrong,
    );
  },
};
