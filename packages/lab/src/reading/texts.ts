// A task's texts as steps take them: a list, with the hash that stands for it.

import { hashOf, type Identified } from "../engine/index.js";

/** The texts that models read, in order: one an example, or K for a comparison of K. */
export class Texts implements Identified {
  readonly identity: string;

  constructor(readonly list: readonly string[]) {
    this.identity = hashOf([list]);
  }

  /** Characters of all, as steps count their cost. */
  get characters(): number {
    return this.list.reduce((sum, text) => sum + text.length, 0);
  }
}
