// What is made once for each key, and known from then on.

interface Known<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/**
 * What a map knows of a key; where it knows nothing, what is made now, which it then knows.
 * @param make must give something: undefined and null are made anew each time
 */
export function once<K, V>(known: Known<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined && found !== null) return found;
  const made = make();
  known.set(key, made);
  return made;
}
