// How good the labels were where they taught, below a task's rows: `weak` is a test score.

import { plain } from "@w2s/base";
import type { Outcome } from "@w2s/lab";
import { score } from "@w2s/report";

/** A line for each supervisor and kind of labels that was measured on transfer. */
export function labelLines(outcomes: readonly Outcome[]): string[] {
  const both = new Set(outcomes.map(({ labels }) => labels)).size > 1;
  const lines = outcomes.flatMap(({ supervisor, labels, labelQuality: { transfer } }) => {
    if (transfer === null) return [];
    const { accuracy, calibrationError, auroc } = transfer;
    const ranks = auroc === null ? "" : `, AUROC ${score(auroc)}`;
    return [
      `labels of ${plain(supervisor)}${both ? `, ${labels}` : ""}: ` +
        `right on ${score(accuracy)} of ` +
        `transfer, calibration error ${score(calibrationError)}${ranks}`,
    ];
  });
  return [...new Set(lines)];
}
