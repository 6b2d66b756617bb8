// A student by probing: a linear head on frozen features.

import {
  type FeatureSource,
  featureLabel,
  featuresFrom,
  type ModelHandle,
} from "../../reading/index.js";
import { labelled, namedApart } from "../shared/recipe-options.js";
import type { SpecBase } from "../student.js";
import { type ProbeOptions, type ProbeRecipe, probeRecipe } from "./recipe.js";

/** A linear head on frozen features. */
export interface ProbeSpec extends SpecBase {
  readonly kind: "probe";
  readonly features: FeatureSource;
  readonly recipe: ProbeRecipe;
}

/**
 * A linear probe on frozen features. The defaults are the paper's (Burns et al. 2023, appendix
 * D.2): Adam, learning rate 1e-3, batch size 128, no weight decay, 200 epochs, the epoch that
 * agrees most with the validation labels. Of a model without a layer, the last counts.
 * @throws InputError for what has no features, and an unknown or wrong option
 */
export function probe(
  features: FeatureSource | ModelHandle,
  options: ProbeOptions & { readonly as?: string } = {},
): ProbeSpec {
  const source = featuresFrom(features, "probe:");
  const { as, own } = namedApart("probe", options);
  const recipe = probeRecipe(own);
  return labelled({ kind: "probe" as const, as, features: source, recipe }, probeLabel);
}

export function probeLabel({ features, recipe }: Pick<ProbeSpec, "features" | "recipe">): string {
  const suffix = [
    ...(recipe.solver === "lbfgs" ? ["logistic"] : []),
    ...(recipe.features === undefined ? [] : [`first ${recipe.features}`]),
  ];
  return [featureLabel(features), ...suffix].join(" ");
}
