// Measures of two roles, averaged over seeds.

import { pairMeasures } from "../all.js";
import { meanOf } from "../bootstrap/resampled.js";
import type { CellPredictions, RolePredictions } from "../bootstrap/roles.js";
import { type Agreement, agreementSchema } from "./schema.js";

export function meanOver(said: RolePredictions, measure: (one: RolePredictions[number]) => number) {
  return said.reduce((sum, one) => sum + measure(one), 0) / said.length;
}

/** Agreement averaged over the seeds in which each part exists. */
export function meanAgreement({
  roles: { student, weak },
  truth,
}: Pick<CellPredictions, "truth"> & {
  readonly roles: Pick<CellPredictions["roles"], "student" | "weak">;
}): Agreement {
  const means = Object.values(pairMeasures).map(({ name, compute }) => {
    const values = student.map(({ probabilities }, seed) =>
      compute({ student: probabilities, supervisor: weak[seed]!.probabilities, truth }),
    );
    return [name, meanOf(values)];
  });
  return agreementSchema.parse(Object.fromEntries(means));
}
