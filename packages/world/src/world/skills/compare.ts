// less 48213 than 48231 ? yes

import { between, DIGITS, distinct, several } from "../draw.js";
import { asked, type Skill } from "../problem.js";

const LONGEST = 5;

export const compare: Skill = {
  asks: "is the first of two numbers of equal length the smaller one",
  difficulty: "digits from the first that differs to the last: all but one of them may mislead",
  levels: LONGEST,
  yesNo: true,
  sample(random, difficulty) {
    const length = between(random, Math.max(2, difficulty), LONGEST);
    const shared = several(random, DIGITS, length - difficulty);
    if (shared[0] === "0") shared[0] = String(between(random, 1, 9));
    const [one, other] = distinct(random, shared.length === 0 ? DIGITS.slice(1) : DIGITS, 2);
    const number = (digit: string) =>
      [...shared, digit, ...several(random, DIGITS, difficulty - 1)].join("");
    return asked(`less ${number(one!)} than ${number(other!)}`, one! < other!);
  },
};
