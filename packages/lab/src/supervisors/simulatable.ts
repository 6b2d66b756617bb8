// A supervisor that a student can simulate: logistic regression on the first k of the features that
// the student sees. Source: Burns et al. 2023, appendix E.1; the solver as scikit-learn's default.

import { checkOptions, InputError, shownValue } from "@w2s/base";
import * as z from "zod";
import {
  type FeatureSource,
  featuresFrom,
  featureWidth,
  type ModelHandle,
  type Room,
} from "../reading/index.js";
import { probe, type StudentSpec, studentKind, studentKinds } from "../students/index.js";
import type { SupervisorBase, SupervisorKind } from "./supervisor.js";
import { trained, trainedKind } from "./trained.js";

/** Options of `simulatable`. */
const simulatableSchema = z.strictObject({
  /** Inverse strength of the L2 penalty; above 0, default 1, as scikit-learn's. */
  C: z.number().positive().default(1),
  /** What tables call it; default: the features, "logistic" and k. */
  as: z.string().min(1).optional(),
});
/** Options of `simulatable`. */
export type SimulatableOptions = z.input<typeof simulatableSchema>;

/** Logistic regression on the first k features. */
export interface SimulatableSpec extends SupervisorBase {
  readonly kind: "simulatable";
  readonly regression: StudentSpec;
}

/**
 * Logistic regression on the first k features, trained on ground truth of `supervise`: L-BFGS to a
 * tolerance of 1e-4 and 100 steps at most, L2, C = 1. Two options only.
 *
 *     simulatable(smollm2.layer(15), 30)
 *
 * @param k how many features it sees, at least 1
 * @throws InputError for what has no features, a k that is no whole number from 1, and an unknown
 * or wrong option
 */
export function simulatable(
  features: FeatureSource | ModelHandle,
  k: number,
  options: SimulatableOptions = {},
): SimulatableSpec {
  const source = featuresFrom(features, "simulatable:");
  const { C, as } = checkOptions(simulatableSchema, options, "simulatable");
  if (!Number.isInteger(k) || k < 1) {
    throw new InputError(`simulatable: k must be a whole number from 1, got ${shownValue(k)}`);
  }
  const own = { solver: "lbfgs", stopping: "scikit-learn", C, features: k } as const;
  return of(probe(source, { ...own, ...(as !== undefined && { as }) }));
}

const of = (regression: StudentSpec): SimulatableSpec => ({
  kind: "simulatable",
  regression,
  label: regression.label,
});

export const simulatableKind: SupervisorKind<SimulatableSpec> = {
  name: "simulatable",
  assumes:
    "reads a part of what its student reads, so that the student can imitate it exactly: " +
    "more than people's students may.",
  schema: simulatableSchema,
  ofTruth: () => false,
  holds: { regression: { is: "student" } },
  named({ regression }) {
    const { recipe } = regression;
    if (!("solver" in recipe) || recipe.solver !== "lbfgs") {
      throw new InputError("simulatable: is a logistic regression; its solver cannot be changed");
    }
    return of(regression);
  },
  fromJson({ k, C, as, ...source }) {
    const { features } = studentKinds.probe.fromJson(source, {}, "simulatable");
    const options = { ...(C !== undefined && { C }), ...(as !== undefined && { as }) };
    return simulatable(features, k as number, options as SimulatableOptions);
  },
  say({ regression }, seed, room) {
    checkWidth(regression, room);
    return trainedKind.say(trained(regression), seed, room);
  },
  facts: ({ regression }, room) => trainedKind.facts(trained(regression), room, []),
};

/** @throws InputError for more features than there are */
function checkWidth(student: StudentSpec, room: Room): void {
  const source = studentKind(student).source(student);
  if (!source || !("features" in student.recipe)) return;
  const width = featureWidth(source, room);
  const { features } = student.recipe;
  if (features === undefined || features <= width) return;
  throw new InputError(`${student.label}: k must be at most ${width}, got ${features}`);
}
