// Methods in JSON: a name, or `{ "name": { options } }`.

import { didYouMean, InputError } from "@w2s/base";
import type { StudentSpec } from "../students/index.js";
import { methods } from "./all.js";
import type { Method } from "./program.js";

/** Readers of what stands inside a method's JSON. */
export interface NestedMethodJson {
  student(item: unknown): StudentSpec;
}

const makers: Readonly<Record<string, (options?: never) => Method>> = methods;

/** @throws InputError for an unknown name (with the near miss), and for wrong options */
export function methodFromJson(item: unknown, _nested: NestedMethodJson): Method {
  const [name, options] =
    typeof item === "string"
      ? [item, {}]
      : (Object.entries((item ?? {}) as Record<string, unknown>)[0] ?? ["", {}]);
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (!make) {
    throw new InputError(
      `unknown method "${name}"${didYouMean(name, Object.keys(makers)) || `; known: ${Object.keys(makers).join(", ")}`}`,
    );
  }
  return make(options as never);
}
