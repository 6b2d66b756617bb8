// Examples posed as other texts: what each is posed as, whose each text is, and which of them are
// learnt from and asked about.

import { hashOf, type Identified } from "../engine/index.js";
import type { Apart } from "../tasks/index.js";

/** One text that an example is put as: a part of it, its beginning, with a remark behind it. */
export interface Posed {
  /** Follows the example's id: "part 3". */
  readonly id: string;
  /** One text, or K to compare. */
  readonly inputs: readonly string[];
  /** The end of each input that is not the example's own: whoever reads less reads this. */
  readonly added: readonly string[];
  /** The right option of what is asked. */
  readonly label: number;
  /** How it comes apart itself; absent: it does not. */
  readonly apart?: (() => Apart | undefined) | undefined;
  /** Whether whoever is asked learns from such texts, of `supervise`; default true. */
  readonly trains?: boolean;
  /** Whether somebody is asked about them; default true. */
  readonly asks?: boolean;
}

/** A way to put a task's examples as other texts. */
export interface View {
  /** Stands for the view: what two views of one key pose is the same. */
  readonly key: string;
  /** What the task is then called: "sorted, parts". */
  readonly name: string;
  /** "classify": one text is asked about, where the task compares several; default: the task's. */
  readonly shape?: "classify";
  /** What an option of the posed task means; default: as in the task. */
  readonly optionNames?: readonly string[];
  /** What an example is posed as, in order; at least one. */
  pose(row: number): readonly Posed[];
}

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
