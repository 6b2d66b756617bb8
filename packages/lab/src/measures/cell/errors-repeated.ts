// Does a student repeat its supervisor's errors more than one who never saw its labels? With two
// options, agreement where the supervisor is wrong is one minus accuracy there, so a student that
// knows more agrees less without having copied less: the ceiling, which makes some of the same
// errors by itself, is the reference.

import { correct } from "../accuracy.js";
import { agrees } from "../agreement.js";
import { percentileInterval } from "../bootstrap/interval.js";
import { packFlags, weightedCounts } from "../bootstrap/packed-counts.js";
import { drawnMean, meanOf } from "../bootstrap/resampled.js";
import type { Resampler } from "../bootstrap/resampler.js";
import type { CellPredictions } from "../bootstrap/roles.js";
import type { CellScores } from "./schema.js";

/**
 * The share of the supervisor's errors that student and ceiling repeat, and its difference, with
 * paired intervals; null where the supervisor makes none.
 */
export function errorsRepeated(
  { roles: { weak, student, ceiling }, truth }: CellPredictions,
  draws: Resampler,
  confidence: number,
): CellScores["errorsRepeated"] {
  const wrong = weak.map(({ probabilities }) =>
    correct(probabilities, truth).map((right) => 1 - right),
  );
  const repeated = (role: CellPredictions["roles"]["weak"]) =>
    role.map(({ probabilities }, seed) =>
      agrees(probabilities, weak[seed]!.probabilities).map((same, row) =>
        same === 1 ? wrong[seed]![row]! : 0,
      ),
    );
  const seeds = weak.length;
  const columns = [...wrong, ...repeated(student), ...repeated(ceiling)];
  const packed = packFlags(columns, Math.max(draws.largestTotal, truth.length));
  const counts = new Float64Array(columns.length);
  const share = (role: number) => (seed: number) => counts[role * seeds + seed]! / counts[seed]!;

  weightedCounts(packed, new Uint8Array(truth.length).fill(1), counts);
  const value = (role: number) =>
    meanOf(weak.map((_, seed) => (counts[seed] === 0 ? null : share(role)(seed))));
  const [ofStudent, ofCeiling] = [value(1), value(2)];
  const values = [1, 2].map(() => new Float64Array(draws.resamples));
  for (let b = 0; b < draws.resamples; b += 1) {
    weightedCounts(packed, draws.exampleCounts(b), counts);
    values.forEach((each, i) => {
      each[b] = drawnMean(share(i + 1), draws.seedCounts(b));
    });
  }
  if (ofStudent === null || ofCeiling === null) {
    return { student: null, ceiling: null, difference: null };
  }
  const [students, ceilings] = values as [Float64Array, Float64Array];
  return {
    student: percentileInterval(ofStudent, students, confidence),
    ceiling: percentileInterval(ofCeiling, ceilings, confidence),
    difference: percentileInterval(
      ofStudent - ofCeiling,
      students.map((one, b) => one - ceilings[b]!),
      confidence,
    ),
  };
}
