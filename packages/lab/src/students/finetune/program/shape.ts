// What a program of finetuning depends on besides its loss.

import type { Architecture, Pooling } from "@w2s/models";
import type { ChoiceShape } from "../../../tasks/index.js";
import type { Tuning } from "./tuning.js";

export interface FinetuneShape {
  readonly architecture: Architecture;
  readonly tuning: Tuning;
  readonly shape: ChoiceShape;
  /** K, at least 2. */
  readonly options: number;
  /** d, what the head sees of a text. */
  readonly width: number;
  readonly pooling: Pooling;
  /** The share of values that training drops, in [0, 1); default 0. */
  readonly dropout?: number;
}
