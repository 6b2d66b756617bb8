// Whose example each posed text is, and which of them are learnt from and asked about.

import { hashOf, type Identified } from "../engine/index.js";
import type { Posed } from "./supervisor.js";

/** The posed texts of all examples, one after another. */
export class Poses implements Identified {
  /** The example's row, by posed row. */
  readonly of: Int32Array;
  /** An example's posed rows are those from `starts[row]` to before `starts[row + 1]`. */
  private readonly starts: Int32Array;

  constructor(private readonly all: readonly (readonly Posed[])[]) {
    this.starts = new Int32Array(all.length + 1);
    all.forEach((some, row) => {
      this.starts[row + 1] = this.starts[row]! + some.length;
    });
    this.of = new Int32Array(this.starts[all.length]!);
    for (let row = 0; row < all.length; row++) {
      this.of.fill(row, this.starts[row], this.starts[row + 1]);
    }
  }

  /** Whose each text is, and whether it is learnt from. */
  get identity(): string {
    const trains = this.all.flat().map(({ trains = true }) => Number(trains));
    return hashOf([this.of, Int32Array.from(trains)]);
  }

  /** The first posed row of an example; the others follow. */
  first(row: number): number {
    return this.starts[row]!;
  }

  /** How many texts an example is posed as. */
  count(row: number): number {
    return this.starts[row + 1]! - this.starts[row]!;
  }

  /** The posed rows of examples that whoever is asked learns from. */
  trained(rows: Int32Array): Int32Array {
    return this.where(rows, ({ trains = true }) => trains);
  }

  /** The posed rows of examples that somebody is asked about. */
  asked(rows: Int32Array): Int32Array {
    return this.where(rows, ({ asks = true }) => asks);
  }

  private where(rows: Int32Array, isWanted: (posed: Posed) => boolean): Int32Array {
    const found: number[] = [];
    for (const row of rows) {
      this.all[row]!.forEach((posed, i) => {
        if (isWanted(posed)) found.push(this.starts[row]! + i);
      });
    }
    return Int32Array.from(found);
  }
}
