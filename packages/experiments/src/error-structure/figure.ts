// PGR by structure of the errors, for both methods; and the gains, which need no clear gap. Source:
// Burns et al. 2023, appendix E.2, figure 25.

import type { Outcome } from "@w2s/lab";
import { type BarPlace, barsFigure, pgrOf } from "../bars.js";

const shared = {
  across: "the student's method",
  bar: (outcome: Outcome): BarPlace | null => barOf(outcome, pgrOf(outcome)),
};

const barOf = ({ method, supervisor }: Outcome, value: BarPlace["value"] | null) =>
  value && { place: method, series: supervisor, value };

export const structureFigures = [
  barsFigure({
    ...shared,
    name: "error-structure",
    title: "Recovered from labels that are wrong equally often",
    upwards: "PGR",
    domain: [-1, 1.5],
    levels: [{ y: 1, title: "the ceiling" }],
    doc:
      "Figure 25: PGR of one student by the structure of its labels' errors, of which there are " +
      "as many as the weak supervisor makes. The last two, biases by hardness, are not the " +
      "sources'. Tasks without a clear gap have no bar; what lies outside -1 to 1.5 stands at " +
      "the edge.",
  }),
  barsFigure({
    ...shared,
    bar: (outcome) => barOf(outcome, outcome.gain),
    name: "error-structure-gain",
    title: "Gained over labels that are wrong equally often",
    upwards: "student - labels, accuracy",
    doc:
      "The same students' gain in accuracy over their labels on test, with 95% intervals; it " +
      "asks for no gap, so that every task has its bars.",
  }),
];
