// What a program makes of several: students that answer together, labels combined, labels joined.

import { joinedOnce, joinRows, Rows } from "../../labels/index.js";
import { type Combination, combined, joinedLabels, weightsComplaint } from "../../methods/index.js";
import type { Taught } from "../../students/index.js";
import { LabelsHandle } from "./labels-handle.js";
import { Learner } from "./learner.js";
import { sameRows } from "./row-parts.js";
import type { Running } from "./trial.js";

/** Students that answer together, on the rows that they are asked about. */
export function combinedStudents(
  taught: readonly Learner[],
  how: Combination,
  labels: LabelsHandle,
  run: Running,
): Learner {
  run.count();
  if (taught.length === 0) throw run.refusal("combine(...) needs at least one student");
  checkWeights(how, taught.length, "combine(...)", run);
  const { room, trial } = run;
  const learns = how === "learned" || how === "adaboost";
  for (const one of taught) if (learns) one.speaks = true;
  const label = `${taught[0]!.label} and ${taught.length - 1} more`;
  const teach = (speaks: boolean): Taught => {
    const members = taught.map((one) => one.taught().step);
    const rows = Rows.of(speaks ? room.asked(trial.seed) : trial.predict);
    const on = Rows.of(how === "adaboost" ? labels.rows : trial.validation);
    const learned = { target: labels.make(), on };
    const step = combined(room.graph, members, rows, how, label, learned);
    return { step, trained: null };
  };
  return new Learner(run, label, teach, taught);
}

/** Labels of the same rows, in one. */
export function combinedLabels(
  many: readonly LabelsHandle[],
  how: Combination,
  labels: LabelsHandle,
  run: Running,
): LabelsHandle {
  run.count();
  const [first] = many;
  if (!first) throw run.refusal("combineLabels(...) needs labels of at least one");
  if (many.some(({ filtered }) => filtered)) {
    throw run.refusal("combineLabels(...) needs common rows, and filtered labels have none");
  }
  if (many.some(({ rows }) => !sameRows(rows, first.rows))) {
    throw run.refusal("combineLabels(...) needs labels of the same rows");
  }
  checkWeights(how, many.length, "combineLabels(...)", run);
  const { room, trial } = run;
  const make = () => {
    const rows = Rows.of(joinedOnce(first.rows, trial.validation));
    const learned = { target: labels.make(), on: Rows.of(trial.validation) };
    const members = many.map((one) => one.make());
    return combined(room.graph, members, rows, how, `labels of ${many.length}`, learned);
  };
  return new LabelsHandle(run, make, first.rows, false, `${many.length} together`);
}

function checkWeights(how: Combination, members: number, what: string, run: Running): void {
  const wrong = weightsComplaint(how, members);
  if (wrong !== undefined) throw run.refusal(`${what} ${wrong}`);
}

/** Labels of disjoint rows, in one. */
export function joined(many: readonly LabelsHandle[], run: Running): LabelsHandle {
  run.count();
  const rows = joinRows(...many.map((one) => one.rows));
  if (many.length === 0 || new Set(rows).size < rows.length) {
    throw run.refusal("joinLabels(...) needs labels of disjoint rows, at least one");
  }
  const { room, trial } = run;
  const parts = many.map((one) => Rows.of(one.rows));
  const make = () =>
    joinedLabels(
      room.graph,
      many.map((one) => one.make()),
      parts,
      Rows.of(trial.validation),
    );
  const filtered = many.some((one) => one.filtered);
  return new LabelsHandle(run, make, rows.toSorted(), filtered, `${many.length} in turn`);
}
