// How good the labels were where they taught, below a task's rows: `weak` is a test score.

import { plain } from "@w2s/base";
import type { LabelQuality, Outcome } from "@w2s/lab";
import { score } from "@w2s/report";

/** A line for each supervisor and kind of labels that was measured on transfer. */
export function labelLines(outcomes: readonly Outcome[]): string[] {
  const both = new Set(outcomes.map(({ labels }) => labels)).size > 1;
  const lines = outcomes.flatMap(({ supervisor, labels, labelQuality }) => {
    const { transfer, validation } = labelQuality;
    if (transfer === null) return [];
    const { accuracy, calibrationError, auroc } = transfer;
    const selects = validation === null ? "" : ` and ${score(validation.accuracy)} of validation`;
    const ranks = auroc === null ? "" : `, AUROC ${score(auroc)}`;
    return [
      `labels of ${plain(supervisor)}${both ? `, ${labels}` : ""}: ` +
        `right on ${score(accuracy)} of transfer${selects}, ` +
        `calibration error ${score(calibrationError)}${ranks}${balanceText(transfer)}`,
    ];
  });
  return [...new Set(lines)];
}

/** How often they say the option that they say most too often or too seldom; of two, the second. */
function balanceText({ balance, truth }: LabelQuality): string {
  const off = balance.map((share, option) => Math.abs(share - truth[option]!));
  const option = off.length === 2 ? 1 : off.indexOf(Math.max(...off));
  if (balance[option] === undefined) return "";
  return `, says ${option} in ${score(balance[option])} (truth ${score(truth[option]!)})`;
}
