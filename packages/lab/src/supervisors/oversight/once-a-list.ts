// What protocols lay out for a list of rows, and for a row of any list, made once however many of
// them ask: rooms of one task hand out the same lists, lists of all seeds the same rows, and a
// study has many protocols.

import { once } from "../../once.js";
import type { Example } from "../../tasks/index.js";

/** Remembers by list and key. */
export class OnceAList<T> {
  private readonly known = new WeakMap<Int32Array, Map<string, T>>();

  /** What was made for these two, or is now. */
  of(rows: Int32Array, key: string, make: () => T): T {
    const byKey = once(this.known, rows, () => new Map<string, T>());
    return once(byKey, key, () => make());
  }
}

/** Remembers by task, key and row. */
export class OnceARow<T> {
  private readonly known = new WeakMap<readonly Example[], Map<string, T[]>>();

  /** What was made for the row of a task with these examples, or is now. */
  of(examples: readonly Example[], key: string, row: number, make: () => T): T {
    const byKey = once(this.known, examples, () => new Map<string, T[]>());
    const byRow = once(byKey, key, () => []);
    const made = byRow[row] ?? make();
    byRow[row] = made;
    return made;
  }
}
