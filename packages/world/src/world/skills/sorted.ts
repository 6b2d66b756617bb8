// sorted 1 3 3 8 ? yes

import { coin, DIGITS, exchanged, oneOf, several } from "../draw.js";
import { asked, type Skill } from "../problem.js";

export const sorted: Skill = {
  asks: "does no digit of a row follow a larger one",
  difficulty: "digits in the row, less two",
  levels: 8,
  yesNo: true,
  // A row that is not sorted is a sorted one with two different neighbours exchanged: a single step
  // down.
  sample(random, difficulty) {
    const row = several(random, DIGITS, difficulty + 2).sort();
    const steps = row.flatMap((digit, at) => (at > 0 && row[at - 1] !== digit ? [at] : []));
    if (steps.length === 0) return sorted.sample(random, difficulty);
    const truth = coin(random);
    const at = oneOf(random, steps);
    return asked(`sorted ${(truth ? row : exchanged(row, at - 1, at)).join(" ")}`, truth);
  },
};
