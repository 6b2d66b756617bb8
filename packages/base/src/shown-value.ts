// What arrived, in an error message.

/** A value as an error shows it: short, on one line. */
export function shownValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Uint8Array) return "bytes";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "function") return "a function";
  if (typeof value === "string")
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  return String(value);
}

/**
 * As `shownValue`, where what a call gives was expected: a function whose call was forgotten is
 * told by its name, a promise by what is missing.
 * @param unnamed a name that a function may have from its place, and which says nothing
 */
export function shownUncalled(value: unknown, unnamed = ""): string {
  if (value instanceof Promise) return "a promise; await it";
  if (typeof value !== "function") return shownValue(value);
  const { name, length } = value;
  if (name === "" || name === unnamed) return "a function";
  return `a function; call it: ${name}(${length === 0 ? "" : "..."})`;
}
