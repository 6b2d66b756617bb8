// What protocols lay out for a list of rows, made once however many of them ask: rooms of one task
// hand out the same lists, and a study has many protocols.

/** Remembers by list and key. */
export class OnceAList<T> {
  private readonly known = new WeakMap<Int32Array, Map<string, T>>();

  /** What was made for these two, or is now. */
  of(rows: Int32Array, key: string, make: () => T): T {
    const byKey = this.known.get(rows) ?? new Map<string, T>();
    this.known.set(rows, byKey);
    const made = byKey.get(key) ?? make();
    byKey.set(key, made);
    return made;
  }
}
