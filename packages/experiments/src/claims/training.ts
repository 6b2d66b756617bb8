// What a row's students did through training: did they get better first, and worse then?

import { mean, type Outcome } from "@w2s/lab";

/** A row's training, averaged over its seeds. */
export interface Training {
  /** Test accuracy at the best evaluation minus that at the last, in [-1, 1]. */
  readonly fall: number;
  /** Share of training done at the best evaluation, in (0, 1]. */
  readonly best: number;
  /** Agreement with the supervisor at the last evaluation minus that at the best. */
  readonly agreement: number;
}

type Points = Outcome["curves"][number]["points"];

/**
 * The best evaluation is chosen on the mean of the other seeds' students, so that what the luck of
 * one seed chose is not counted as a fall of the same seed. Only steps that every seed has count:
 * a thinned curve holds the step that its own seed kept besides. Null for fewer than two seeds or
 * steps, and for curves without test accuracies.
 */
export function trainingOf({ curves }: Outcome): Training | null {
  const seeds = atSharedSteps(curves.filter(({ role }) => role === "student"));
  const measured = seeds.every((points) => points.length > 1 && points.every(isMeasured));
  if (seeds.length < 2 || !measured) return null;
  const each = seeds.map((points) => {
    const best = bestOf(seeds.filter((other) => other !== points));
    const [there, last] = [points[best]!, points.at(-1)!];
    return {
      fall: there.testAccuracy! - last.testAccuracy!,
      best: there.step / last.step,
      agreement: last.testAgreement! - there.testAgreement!,
    };
  });
  return {
    fall: mean(each.map(({ fall }) => fall)),
    best: mean(each.map(({ best }) => best)),
    agreement: mean(each.map(({ agreement }) => agreement)),
  };
}

/** The points of each curve at the steps that all of them have. */
function atSharedSteps(curves: Outcome["curves"]): Points[] {
  const steps = curves.map(({ points }) => new Set(points.map(({ step }) => step)));
  return curves.map(({ points }) => points.filter(({ step }) => steps.every((of) => of.has(step))));
}

const isMeasured = ({ testAccuracy, testAgreement }: Points[number]): boolean =>
  testAccuracy !== null && testAgreement !== null;

/** Which evaluation has the highest accuracy in sum; the first of equals. */
function bestOf(seeds: readonly Points[]): number {
  const sums = seeds[0]!.map((_, i) =>
    seeds.reduce((sum, points) => sum + points[i]!.testAccuracy!, 0),
  );
  return sums.indexOf(Math.max(...sums));
}
