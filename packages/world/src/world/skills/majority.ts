// most d k k d k = k

import { between, distinct, LETTERS } from "../draw.js";
import { type Skill, solved } from "../problem.js";

const LARGEST_MARGIN = 5;
const LONGEST = 13;

export const majority: Skill = {
  asks: "which of two letters a row has more of",
  difficulty: "six less the lead of the one over the other",
  levels: LARGEST_MARGIN,
  yesNo: false,
  sample(random, difficulty) {
    const lead = LARGEST_MARGIN + 1 - difficulty;
    const few = between(random, 1, Math.floor((LONGEST - lead) / 2));
    const [more, less] = distinct(random, LETTERS.slice(0, 8), 2) as [string, string];
    const row = [...Array<string>(few + lead).fill(more), ...Array<string>(few).fill(less)];
    return solved(`most ${random.shuffle(row).join(" ")}`, more, [less]);
  },
};
