// Measures averaged over seeds.

import type { Agreement } from "../outcome.js";
import { agreement } from "./agreement.js";
import type { TestPredictions } from "./bootstrap.js";
import type { Probabilities } from "./predictions.js";

export function meanOver(
  perSeed: readonly Probabilities[],
  measure: (probabilities: Probabilities) => number,
): number {
  return perSeed.reduce((sum, probabilities) => sum + measure(probabilities), 0) / perSeed.length;
}

/** Agreement averaged over the seeds in which each part exists. */
export function meanAgreement({ weak, strong, labels }: TestPredictions): Agreement {
  const perSeed = strong.map((student, seed) => agreement(student, weak[seed]!, labels));
  const mean = (part: keyof Agreement) => {
    const values = perSeed.flatMap((entry) => entry[part] ?? []);
    return values.length === 0
      ? null
      : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    overall: mean("overall")!,
    whereSupervisorRight: mean("whereSupervisorRight"),
    whereSupervisorWrong: mean("whereSupervisorWrong"),
    overruledRight: mean("overruledRight"),
  };
}
