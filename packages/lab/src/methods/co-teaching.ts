// Co-teaching: two students choose for each other the examples that they learn from, those with the
// smallest loss. Source: Han et al. 2018, arXiv 1804.06872. Departures: they choose once a round,
// a whole training from the start, not in each batch; and by the losses after it, so that what is
// forgotten grows by rounds, not epochs.

import * as z from "zod";
import { smallLoss } from "./adjustments/disagreement.js";
import { methodKind } from "./kind.js";
import { naive } from "./naive.js";
import { inRange } from "./options.js";
import { program } from "./program.js";
import { anyMethod, aStudent } from "./program-options.js";

const schema = z.strictObject({
  /** Rounds of choosing, after a first training on all; at least 1, default 2. */
  rounds: z.int().min(1).max(20).default(2),
  /**
   * The share of examples that is left out in the last round, about the labels' error rate; in
   * (0, 1), default 0.2. It grows in a line from 0, as the paper's does in its first epochs.
   */
  forget: inRange("(0, 1)").default(0.2),
  /** The other student; default: the same in another order of the data. */
  peer: aStudent().optional(),
  /** How both learn; default naive(). */
  by: anyMethod().default(() => naive()),
});
/** Options of `coTeaching`. */
export type CoTeachingOptions = z.input<typeof schema>;

/** What comes of it is the study's own student; its peer only chooses. */
export const coTeaching = methodKind(
  "co-teaching",
  schema,
  ({ rounds, forget, peer, by }) =>
    program("co-teaching", { rounds, forget, peer, by }, (context) => {
      const { student, labels, fit, label, adjust } = context;
      const other = peer ?? student;
      let own = fit(student, labels, by);
      let its = fit(other, labels, by, { repeat: 1 });
      for (let round = 1; round <= rounds; round++) {
        const keep = smallLoss(1 - (forget * round) / rounds);
        const chosenBy = (one: typeof own) =>
          adjust(labels, keep, { said: [label(one, undefined, "aside")] });
        const [forOwn, forOther] = [chosenBy(its), chosenBy(own)];
        own = fit(student, forOwn, by);
        // The last choice is its own student's alone.
        if (round < rounds) its = fit(other, forOther, by, { repeat: 1 });
      }
      return own;
    }),
  { peer: "student", by: "method" },
);
