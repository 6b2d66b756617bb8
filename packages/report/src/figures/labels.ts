// The figure of labels: how good a supervisor's labels were where they taught, and how sure it was
// of them.

import type { Estimate, Figure, FigureRow, LabelQuality, Outcome } from "@w2s/lab";
import { byTask } from "../groups.js";
import { decimal } from "../numbers.js";
import { type ForestMark, type ForestPanel, forestSvg } from "./forest.js";
import { roleCss } from "./role-marks.js";
import { markPath } from "./shapes.js";

const right = { label: "right on transfer", name: "r-weak", path: markPath(1, 4) };
const sure = { label: "how sure it was", name: "r-arm", path: markPath(2, 4.2), hollow: true };
const tested = { label: "right on test", name: "ceiling", path: markPath(3, 3.6), hollow: true };

export const labelsFigure: Figure = {
  name: "labels",
  doc:
    "How often each supervisor's labels are right on transfer, where they teach, and its mean " +
    "confidence in them: a triangle to the right of the square is overconfident. Beside them, " +
    "its score on test, with its 95% interval. Dashed: the share of the most frequent class of " +
    "transfer.",
  draw(outcomes, { width }) {
    const panels = byTask(outcomes).flatMap(panelOf);
    if (panels.length === 0) return null;
    const title = "Labels on transfer";
    const rows = measured(outcomes).map(rowOf);
    return { svg: forestSvg(title, [right, sure, tested], panels, roleCss, width), rows };
  },
};

interface Labelled {
  readonly outcome: Outcome;
  readonly quality: LabelQuality;
}

/** Once a task, supervisor and kind of labels. */
function measured(outcomes: readonly Outcome[]): Labelled[] {
  const found = new Map<string, Labelled>();
  for (const outcome of outcomes) {
    const { task, supervisor, labels, labelQuality } = outcome;
    const key = JSON.stringify([task, supervisor, labels]);
    const quality = labelQuality.transfer;
    if (quality !== null && !found.has(key)) found.set(key, { outcome, quality });
  }
  return [...found.values()];
}

function panelOf(group: readonly Outcome[]): ForestPanel[] {
  const all = measured(group);
  if (all.length === 0) return [];
  const both = new Set(all.map(({ outcome }) => outcome.labels)).size > 1;
  const rows = all.map(({ outcome, quality }) => ({
    label: `${outcome.supervisor}${both ? `, ${outcome.labels}` : ""}`,
    marks: [
      markOf(tested, outcome.scores.weak.accuracy),
      markOf(sure, point(quality.confidence)),
      markOf(right, point(quality.accuracy)),
    ],
  }));
  const title = `${all[0]!.outcome.task}: share of examples`;
  return [{ title, level: Math.max(...all[0]!.quality.truth), rows }];
}

const point = (value: number): Estimate => ({ value, low: value, high: value });

function markOf({ label, ...mark }: typeof right, at: Estimate): ForestMark {
  return { ...mark, at, title: `${label}: ${decimal(at.value, 3)}` };
}

function rowOf({ outcome, quality }: Labelled): FigureRow {
  const { task, supervisor, labels } = outcome;
  const { examples, accuracy, confidence, calibrationError, auroc } = quality;
  return {
    task,
    supervisor,
    labels,
    examples,
    accuracy,
    confidence,
    calibration_error: calibrationError,
    auroc,
    test_accuracy: outcome.scores.weak.accuracy.value,
  };
}
