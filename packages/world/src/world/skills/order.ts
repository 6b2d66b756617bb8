// bob tops cid , ann tops bob : ann tops cid ? yes

import { coin, distinct, NAMES } from "../draw.js";
import { asked, type Skill } from "../problem.js";

const MOST_EXTRA = 1;
const FEW = NAMES.slice(0, 6);

export const order: Skill = {
  asks: "who is above whom, by a chain of statements in any order",
  difficulty: "statements to join",
  levels: 4,
  yesNo: true,
  sample(random, difficulty) {
    const chain = distinct(random, FEW, difficulty + 1 + random.integer(MOST_EXTRA + 1));
    const links = chain.slice(1).map((name, above) => `${chain[above]} tops ${name}`);
    const start = random.integer(chain.length - difficulty);
    const [high, low] = [chain[start], chain[start + difficulty]];
    const truth = coin(random);
    const claim = truth ? `${high} tops ${low}` : `${low} tops ${high}`;
    return asked(`${random.shuffle(links).join(" , ")} : ${claim}`, truth);
  },
};
