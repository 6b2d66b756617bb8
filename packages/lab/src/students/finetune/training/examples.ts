// A task's texts and a student's labels as programs take them.

import { InputError } from "@w2s/base";
import { type Arrays, type NdArray, ndarray, takeRows } from "@w2s/grad";
import { packTexts } from "@w2s/models";
import type { ChoiceShape } from "../../../tasks/index.js";
import { buckets, textsPerExample } from "../program/program.js";
import type { TunedModel, Tuning } from "../program/tuning.js";
import type { StoredLayer } from "../stored-layer.js";

/** What a student is trained on. */
export interface FinetuneData {
  readonly model: TunedModel;
  /** What of it is trained; default: what the recipe's `blocks` says. */
  readonly tuning?: Tuning;
  readonly shape: ChoiceShape;
  /** K, at least 2. */
  readonly options: number;
  /** Token ids of every text; for a comparison K an example, next to each other. */
  readonly ids: readonly Int32Array[];
  /** What the blocks below the trained ones said of every text, so that they need not run again. */
  readonly stored?: StoredLayer;
  readonly train: Int32Array;
  readonly validation: Int32Array;
  /** Rows whose probabilities are wanted. */
  readonly predict: Int32Array;
  /** Rows whose probabilities are wanted at every evaluation; no selection looks at them. */
  readonly watch?: Int32Array;
}

export class Examples {
  private readonly perExample: number;
  /** Where a training row's labels are. */
  private readonly at: ReadonlyMap<number, number>;
  /** The mean of the labels over all training rows, `[options]`. */
  readonly prior: Float32Array;

  /** @throws InputError for a text without a token. */
  constructor(
    readonly data: Omit<FinetuneData, "tuning">,
    private readonly labels: NdArray<"float32">,
  ) {
    this.perExample = textsPerExample(data);
    this.at = new Map(Array.from(data.train, (row, i) => [row, i]));
    this.prior = meanOf(labels);
    const empty = data.ids.findIndex(({ length }) => length === 0);
    if (empty >= 0)
      throw new InputError(
        `finetune: text ${empty + 1} has no token for ${data.model.name}; leave it out`,
      );
  }

  /** Tokens of the longest text of an example. */
  lengthOf(row: number): number {
    return Math.max(...this.textsOf(row).map((text) => this.data.ids[text]!.length));
  }

  /** Tokens of each text of some examples. */
  lengthsOf(rows: Int32Array): readonly number[] {
    return this.idsOf(rows).map(({ length }) => length);
  }

  /** How many tokens and texts some examples have. */
  sizesOf(rows: Int32Array): { readonly tokens: number; readonly texts: number } {
    const ids = this.idsOf(rows);
    return { tokens: ids.reduce((sum, { length }) => sum + length, 0), texts: ids.length };
  }

  /** Token ids of the texts of some examples. */
  idsOf(rows: Int32Array): readonly Int32Array[] {
    return Array.from(rows).flatMap((row) => this.textsOf(row).map((text) => this.data.ids[text]!));
  }

  private textsOf(row: number): readonly number[] {
    return Array.from({ length: this.perExample }, (_, i) => row * this.perExample + i);
  }

  /**
   * The texts of some examples, packed, and where each example's stand; with a stored layer, their
   * tokens' rows of it.
   */
  texts(rows: Int32Array): Arrays {
    const numbers = Array.from(rows).flatMap((row) => this.textsOf(row));
    const places = Int32Array.from(numbers, (_, i) => i);
    return {
      ...packTexts(
        numbers.map((text) => this.data.ids[text]!),
        buckets,
      ),
      ...(this.data.stored && { states: this.data.stored.rowsOf(numbers) }),
      places: ndarray(places, [rows.length, this.perExample]),
    };
  }

  /** Which of the training rows some are, from 0. */
  indexOf(rows: Int32Array): Int32Array {
    return rows.map((row) => this.at.get(row)!);
  }

  /** Label probabilities of some training rows, `[rows, options]`. */
  labelsOf(rows: Int32Array): NdArray {
    return takeRows(this.labels, this.indexOf(rows));
  }
}

function meanOf({ shape: [rows, options], data }: NdArray<"float32">): Float32Array {
  return Float32Array.from({ length: options! }, (_, k) => {
    let sum = 0;
    for (let row = 0; row < rows!; row++) sum += data[row * options! + k]!;
    return sum / rows!;
  });
}
