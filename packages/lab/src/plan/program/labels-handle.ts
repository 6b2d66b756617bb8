// Labels as a program holds them: what they are made of is known only when the program has ended.

import type { Step } from "../../engine/index.js";
import { type Labels, Rows } from "../../labels/index.js";
import {
  type Adjustment,
  type AdjustmentSees,
  adjustedKind,
  IdentifiedAdjustment,
  type RowSet,
  surestOf,
  type WeakLabels,
} from "../../methods/index.js";
import { featuresOf } from "../../reading/index.js";
import { studentKind } from "../../students/index.js";
import { rowsOf } from "./row-parts.js";
import { type Running, repeated } from "./trial.js";

/** Labels as a program holds them. */
export class LabelsHandle implements WeakLabels {
  constructor(
    readonly run: Running,
    readonly make: () => Step<Labels>,
    /** Rows that are labelled; of filtered labels, those that may be. */
    readonly rows: Int32Array,
    readonly filtered: boolean,
    readonly teacher: string,
  ) {}

  get count(): number {
    return this.rows.length;
  }

  on(part: RowSet): WeakLabels {
    const rows = rowsOf(part, this.rows, this.run);
    return new LabelsHandle(this.run, this.make, rows, this.filtered, this.teacher);
  }

  surest(keep: number): WeakLabels {
    return this.adjusted(surestOf(keep), {}, 0);
  }

  /** Other labels, or fewer, made of these by an adjustment. */
  adjusted(
    adjustment: Adjustment,
    { features, said = [] }: AdjustmentSees,
    repeat: number,
  ): LabelsHandle {
    const { run } = this;
    run.count();
    run.needsOptions(`the adjustment "${adjustment.name}"`);
    const { room, trial } = run;
    const others = said.map((one) => handleOf(one, run));
    const make = () => {
      const source = features && studentKind(features).source(features);
      const { shape, options } = room.task;
      const value = {
        adjustment: new IdentifiedAdjustment(adjustment),
        rows: Rows.of(this.rows),
        others: Rows.of(trial.validation),
        seed: repeated(trial.seed, repeat),
        texts: source && shape === "compare" ? options : undefined,
      };
      const inputs = {
        labels: this.make(),
        features: source ? featuresOf(room, source) : undefined,
        said: others.map((one) => one.make()),
      };
      const label = `${adjustment.name} of ${this.teacher}'s labels on ${room.task.name}`;
      return room.graph.step(adjustedKind, value, inputs, label);
    };
    const filtered = this.filtered || adjustment.filters;
    return new LabelsHandle(run, make, this.rows, filtered, this.teacher);
  }
}

/** @throws InputError for labels that are not of this program */
export function handleOf(labels: WeakLabels, run: Running): LabelsHandle {
  if (labels instanceof LabelsHandle && labels.run === run) return labels;
  throw run.refusal("labels must be those that it was given");
}
