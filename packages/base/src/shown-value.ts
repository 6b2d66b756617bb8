// What arrived, in an error message.

/** A value as an error shows it: short, on one line. */
export function shownValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Uint8Array) return "bytes";
  if (typeof value === "object" && value !== null) return shownObject(value);
  if (typeof value === "function") return "a function";
  if (typeof value === "string")
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  return String(value);
}

/** What JavaScript itself makes, and looks like an object of fields that it is not. */
const OWN_CLASSES = new Set(["Map", "Set", "Date", "RegExp", "Promise"]);

/** A study file may be run in a world of its own, whose classes are others of the same names. */
function shownObject(value: object): string {
  const { name } = (value.constructor ?? {}) as { readonly name?: unknown };
  return typeof name === "string" && OWN_CLASSES.has(name) ? `a ${name}` : "an object";
}

/**
 * As `shownValue`, where what a call gives was expected: a function whose call was forgotten is
 * told by its name, a promise by what is missing, and what another call gives by its kind.
 * @param unnamed a name that a function may have from its place, and which says nothing
 */
export function shownUncalled(value: unknown, unnamed = ""): string {
  if (value instanceof Promise) return "a promise; await it";
  if (typeof value !== "function") return `${shownValue(value)}${ofKind(value)}`;
  const { name, length } = value;
  if (name === "" || name === unnamed) return "a function";
  return `a function; call it: ${name}(${length === 0 ? "" : "..."})`;
}

/** What is made by model(...), table(...), probe(...) and the like says of what kind it is. */
function ofKind(value: unknown): string {
  const isHolder = typeof value === "object" && value !== null && "kind" in value;
  return isHolder && typeof value.kind === "string" ? ` of kind ${shownValue(value.kind)}` : "";
}
