// How good the labels were where they taught, below a task's rows: `weak` is a test score.

import { plain } from "@w2s/base";
import type { LabelQuality, Outcome } from "@w2s/lab";
import { score } from "@w2s/report";

/** A balance that is off by less is left to the report, as is validation. */
const leastOff = 0.05;

/** A line for each supervisor and kind of labels that was measured on transfer. */
export function labelLines(outcomes: readonly Outcome[]): string[] {
  const both = new Set(outcomes.map(({ labels }) => labels)).size > 1;
  const lines = outcomes.flatMap(({ supervisor, labels, labelQuality }) => {
    const { transfer } = labelQuality;
    if (transfer === null) return [];
    const { accuracy, calibrationError, auroc } = transfer;
    const ranks = auroc === null ? "" : `, AUROC ${score(auroc)}`;
    return [
      `labels of ${plain(supervisor)}${both ? `, ${labels}` : ""}: ` +
        `right on ${score(accuracy)} of transfer, ` +
        `calibration error ${score(calibrationError)}${ranks}${balanceText(transfer)}`,
    ];
  });
  return [...new Set(lines)];
}

/** How often they say the option that they say most too often or too seldom; of two, the second. */
function balanceText({ balance, truth }: LabelQuality): string {
  const off = balance.map((share, option) => Math.abs(share - truth[option]!));
  const option = off.length === 2 ? 1 : off.indexOf(Math.max(...off));
  if (balance[option] === undefined || off[option]! < leastOff) return "";
  return `, says ${option} in ${score(balance[option])} (truth ${score(truth[option]!)})`;
}
