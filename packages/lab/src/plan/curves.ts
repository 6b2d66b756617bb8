// The curve of one fit as an outcome has it: what selection could see, and beside it accuracy and
// agreement on test, which it could not.

import { harden, type Labels, labelsOf } from "../labels/index.js";
import type { Curve } from "../outcome/index.js";
import type { Fit, Watched } from "../students/index.js";
import type { TestSplit } from "./test-split.js";

/** Points of a curve that stay, evenly spaced, first and last among them; the chosen one too. */
const mostPoints = 16;

/** The curve of a role or of a chain's model; undefined where nothing was trained. */
export function curveOf(
  whose: Pick<Curve, "role" | "link">,
  seed: number,
  { course, search }: Pick<Fit, "course" | "search">,
  weak: Labels,
  test: TestSplit,
): Curve | undefined {
  if (course === undefined) return undefined;
  const { steps, loss, agreement, chosenStep, watched } = course;
  const unseen = watched ? unseenScores(watched, weak, test) : undefined;
  const points = keptPoints(steps, chosenStep).map((i) => ({
    step: steps[i]!,
    loss: rounded(loss[i]),
    agreement: rounded(agreement[i]),
    testAccuracy: rounded(unseen?.accuracy[i]),
    testAgreement: rounded(unseen?.agreement[i]),
  }));
  return { ...whose, seed, points, chosenStep, ...(search && { search }) };
}

/** Five digits: a curve is drawn, not computed with. */
function rounded(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(5));
}

function keptPoints(steps: readonly number[], chosenStep: number): number[] {
  const count = Math.min(mostPoints, steps.length);
  const spaced = Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.round((i * (steps.length - 1)) / (count - 1)),
  );
  const chosen = steps.indexOf(chosenStep);
  return [...new Set([...spaced, ...(chosen < 0 ? [] : [chosen])])].sort((a, b) => a - b);
}

/** Shares of the watched rows, an evaluation each. */
function unseenScores({ rows, said }: Watched, weak: Labels, test: TestSplit) {
  const truth = rows.map((row) => test.truthOf(row));
  const labels = harden(labelsOf(weak, rows));
  const options = labels.shape[1]!;
  const taught = rows.map((_, i) =>
    labels.data.subarray(i * options, (i + 1) * options).indexOf(1),
  );
  const evaluations = said.length / rows.length;
  const shares = (wanted: Int32Array) =>
    Array.from({ length: evaluations }, (_, at) => {
      let same = 0;
      for (let i = 0; i < rows.length; i++) {
        if (said[at * rows.length + i] === wanted[i]) same++;
      }
      return same / rows.length;
    });
  return { accuracy: shares(truth), agreement: shares(taught) };
}
