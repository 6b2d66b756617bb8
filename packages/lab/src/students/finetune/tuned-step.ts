// The value and the inputs of a step that trains a model's weights: what names it, and what its
// helpers look at.

import type { Step, StepKind } from "../../engine/index.js";
import type { FitRows, Labels, Rows } from "../../labels/index.js";
import type { IdentifiedLoss } from "../../methods/loss-identity.js";
import type { OpenedModel, Prefix, Texts, Told } from "../../reading/index.js";
import type { ChoiceShape } from "../../tasks/index.js";
import type { Body } from "../shared/trained-body.js";
import type { WeightedFit } from "../shared/weights.js";
import type { Fit } from "../student.js";
import type { Learnt } from "./generative/step.js";
import type { FinetuneRecipe } from "./recipe.js";

export interface TunedValue {
  readonly shape: ChoiceShape;
  readonly options: number;
  readonly rows: FitRows;
  readonly recipe: FinetuneRecipe;
  readonly method: IdentifiedLoss;
  readonly seed: number;
  readonly texts: Texts;
  readonly model: OpenedModel;
  readonly layers: number;
  readonly told?: Told | undefined;
  /** Rows that training is watched on. */
  readonly watch?: Rows | undefined;
  /** The model that training starts from, where that is another's trained one. */
  readonly begun?: Body | undefined;
  /** Whether adapters are trained beside the model's frozen weights. */
  readonly adapts?: true | undefined;
  /** Whether training uses only those of its rows that the labels have. */
  readonly filtered?: true | undefined;
}

export interface TunedInputs {
  readonly labels: Step<Labels>;
  readonly told: Step<Labels> | undefined;
  readonly prefix: Step<Prefix> | undefined;
  readonly generative: Step<Learnt> | undefined;
  /** What `begun` is read from. */
  readonly begun: readonly Step[] | undefined;
  /** A probe whose head training starts from. */
  readonly head: Step<Fit> | undefined;
  /** Ground truth of validation, for the selection "oracle" alone. */
  readonly oracle: Step<Labels> | undefined;
  readonly [role: string]: Step | readonly Step[] | undefined;
}

export type TunedStep = Step<WeightedFit, TunedValue, TunedInputs>;
export type TunedKind = StepKind<WeightedFit, TunedValue, TunedInputs>;
