// What a ceiling would say of rows that it did not learn from: what "unconfident" and
// "confidently correct" are judged by. A ceiling asked about its own training rows is sure of all.

import type { Step } from "../engine/index.js";
import { fitRows, joinRows, type Labels } from "../labels/index.js";
import type { StudentSpec } from "../students/index.js";
import { heldShare, holdOut } from "../tasks/index.js";
import type { SupervisorRoom } from "./supervisor.js";

/**
 * Predictions of a student trained on ground truth, out of fold: `transfer` and `validation` are
 * halved by groups, and each half is predicted by a model of the other, of which a tenth stops it
 * early. Test is predicted by the model that the cell's ceiling is, trained on all of `transfer`.
 */
export function crossFitted(of: StudentSpec, seed: number, room: SupervisorRoom): Step<Labels>[] {
  const [transfer, validation, ...others] = room.parts(seed) as [Int32Array, Int32Array];
  const both = joinRows(transfer, validation);
  const truth = room.truthOn(both);
  const { kept: one, held: other } = holdOut(both, room.examples, 0.5, seed, room.task.name);
  const folds = [
    [one, other],
    [other, one],
  ].map(([learnt, asked]) => {
    const { kept, held } = holdOut(learnt!, room.examples, heldShare, seed, room.task.name);
    const rows = fitRows(kept, held, asked!);
    return room.fit(of, { labels: truth, rows, seed, teacher: "half of ground truth" });
  });
  const rows = fitRows(transfer, validation, joinRows(...others));
  return [
    ...folds,
    room.fit(of, { labels: truth, rows, seed, teacher: "ground truth of transfer" }),
  ];
}
