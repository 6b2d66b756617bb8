// A model that a student's training left, as later steps take it: known only once it was taught.

import type { Identified } from "../../engine/index.js";
import type { Trained } from "../student.js";

/** How a trained body is read; the steps that trained it name it. */
export class Body implements Identified {
  readonly identity = "trained";

  constructor(readonly read: NonNullable<Trained["model"]>) {}
}
