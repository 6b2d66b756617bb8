// An experiment of the literature: a study with a name, and the figure that it was run for.

import type { FeatureSource, Study, Task } from "@w2s/lab";

/** What a user names in place of the embedded world; empty: the experiment's own. */
export interface Given {
  readonly tasks: readonly Task[];
  /** From the weakest to the strongest: each may teach those after it. */
  readonly models: readonly FeatureSource[];
  /** Features of each model, where the experiment asks and they are known. */
  readonly widths?: readonly number[];
}

/** An experiment, by the name that `w2s run` knows it under. */
export interface Experiment {
  /** Small letters, digits and "-". */
  readonly name: string;
  /** What it asks, in a sentence. */
  readonly question: string;
  /** Who asked it first, with the place. */
  readonly source: string;
  /** Whether it must know how many features the models given have. */
  readonly asksWidths?: true;
  /**
   * The study of what is given, its figures among its `figures`.
   * @throws InputError for too few models, and for a kind of model that cannot be adapted so
   */
  study(given: Given): Study;
}

/** Nothing given: the embedded world. */
export const nothingGiven: Given = Object.freeze({ tasks: [], models: [] });
