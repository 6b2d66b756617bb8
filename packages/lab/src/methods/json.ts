// Methods in JSON: a name, or `{ "name": { options } }`; students and methods among the options are
// objects of their own.

import { didYouMean, InputError } from "@w2s/base";
import type { StudentSpec } from "../students/index.js";
import { methods } from "./all.js";
import type { AnyMethodKind } from "./kind.js";
import type { Method } from "./program.js";

/** Readers of what stands inside a method's JSON. */
export interface NestedMethodJson {
  student(item: unknown): StudentSpec;
}

type Kind = Omit<AnyMethodKind, "from"> & { from(options: unknown): Method };
const kinds: Readonly<Record<string, Kind>> = methods;

/**
 * A method from its JSON.
 * @throws InputError for an unknown name (with the near miss), a second name beside it, and for
 * unknown, missing or wrong options
 */
export function methodFromJson(item: unknown, nested: NestedMethodJson): Method {
  const { name, options } = namedOptions(item);
  const kind = kindCalled(name);
  const read = { student: nested.student, method: (one: unknown) => methodFromJson(one, nested) };
  const converted = Object.entries(options).map(([key, value]) => {
    const what = Object.hasOwn(kind.nested, key) ? kind.nested[key] : undefined;
    if (what === undefined || typeof value === "number") return [key, value];
    return [key, Array.isArray(value) ? value.map((one) => read[what](one)) : read[what](value)];
  });
  return kind.from(Object.fromEntries(converted));
}

function namedOptions(item: unknown): { name: string; options: Readonly<Record<string, unknown>> } {
  if (typeof item === "string") return { name: item, options: {} };
  if (!isRecord(item)) {
    throw new InputError(
      `methods: must be a name or { "name": { options } }, got ${JSON.stringify(item)}`,
    );
  }
  const [name, second] = Object.keys(item);
  if (name === undefined) throw new InputError("methods: must name a method, got {}");
  if (second !== undefined) {
    throw new InputError(
      `methods: "${second}" stands beside "${name}"; each method is an object of its own`,
    );
  }
  const options = item[name];
  if (isRecord(options)) return { name, options };
  throw new InputError(`${name}: options must be an object, got ${JSON.stringify(options)}`);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function kindCalled(name: string): Kind {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind) return kind;
  const known = Object.keys(kinds);
  throw new InputError(
    `unknown method "${name}"${didYouMean(name, known) || `; known: ${known.join(", ")}`}`,
  );
}
