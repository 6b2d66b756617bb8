// The type that a schema gives, to be read only.

/** T with all of its fields and lists readonly, however deep. */
export type Frozen<T> = T extends readonly (infer E)[]
  ? readonly Frozen<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;
