// A task's texts and a student's labels as programs take them.

import { type Arrays, InputError, type NdArray, ndarray } from "@w2s/grad";
import { textsPerExample } from "./program.js";
import type { TunedModel, Tuning } from "./tuning.js";

/** What a student is trained on. */
export interface FinetuneData {
  readonly model: TunedModel;
  /** What of it is trained; default: what the recipe's `blocks` says. */
  readonly tuning?: Tuning;
  readonly task: "classify" | "compare";
  /** K, at least 2. */
  readonly options: number;
  /** Token ids of every text; for a comparison K an example, next to each other. */
  readonly ids: readonly Int32Array[];
  readonly train: Int32Array;
  readonly validation: Int32Array;
  /** Rows whose probabilities are wanted. */
  readonly predict: Int32Array;
}

export class Examples {
  private readonly perExample: number;
  /** Where a training row's labels are. */
  private readonly at: ReadonlyMap<number, number>;

  /** @throws InputError for a text without a token. */
  constructor(
    readonly data: Omit<FinetuneData, "tuning">,
    private readonly labels: NdArray<"float32">,
  ) {
    this.perExample = textsPerExample(data);
    this.at = new Map(Array.from(data.train, (row, i) => [row, i]));
    const empty = data.ids.findIndex(({ length }) => length === 0);
    if (empty >= 0)
      throw new InputError(`finetune: text ${empty + 1} has no token for ${data.model.name}; leave it out`);
  }

  /** Tokens of the longest text of an example. */
  lengthOf(row: number): number {
    return Math.max(...this.idsOf(row).map(({ length }) => length));
  }

  /** Tokens that a program computes for some examples, padding included. */
  tokensOf(rows: Int32Array): number {
    const { ids } = this.texts(rows);
    return ids!.data.length;
  }

  private idsOf(row: number): readonly Int32Array[] {
    return this.data.ids.slice(row * this.perExample, (row + 1) * this.perExample);
  }

  /** The texts of some examples, filled up on the right, and where each example's stand. */
  texts(rows: Int32Array): Arrays {
    const texts = Array.from(rows).flatMap((row) => this.idsOf(row));
    const seq = Math.max(...texts.map(({ length }) => length));
    const ids = new Int32Array(texts.length * seq);
    texts.forEach((text, i) => {
      ids.set(text, i * seq);
    });
    return {
      ids: ndarray(ids, [texts.length, seq]),
      lengths: ndarray(
        Int32Array.from(texts, ({ length }) => length),
        [texts.length],
      ),
      places: ndarray(
        Int32Array.from(texts, (_, i) => i),
        [rows.length, this.perExample],
      ),
    };
  }

  /** Label probabilities of some training rows, `[rows, options]`. */
  labelsOf(rows: Int32Array): NdArray {
    const { options } = this.data;
    const data = new Float32Array(rows.length * options);
    rows.forEach((row, i) => {
      const from = this.at.get(row)! * options;
      data.set(this.labels.data.subarray(from, from + options), i * options);
    });
    return ndarray(data, [rows.length, options]);
  }
}
