// A method with other settings: its students', those of methods inside it, or its own.

import { InternalError } from "@w2s/base";
import type { StudentSpec } from "../students/index.js";
import { madeBy } from "./kind.js";
import { isMethod, type Method } from "./program.js";

/** What is changed; each default: nothing. */
export interface MethodChange {
  student?(spec: StudentSpec): StudentSpec;
  /** Options of a method of this name, wherever it stands. */
  options?(name: string, options: Readonly<Record<string, unknown>>): object;
}

/**
 * The same method with changed settings, inside other methods too; one of the user's own, whose
 * options w2s does not know, stays as it is.
 * @throws InputError for options that its kind refuses
 */
export function remade(method: Method, change: MethodChange): Method {
  const made = madeBy(method);
  if (!made) return method;
  const { kind, options } = made;
  const one = (what: "student" | "method" | undefined) => (value: unknown) => {
    if (what === "method" && isMethod(value)) return remade(value, change);
    return what === "student" && isStudent(value) && change.student ? change.student(value) : value;
  };
  const inside = Object.entries(options).map(([key, value]) => {
    const of = one(Object.hasOwn(kind.nested, key) ? kind.nested[key] : undefined);
    return [key, Array.isArray(value) ? value.map(of) : of(value)];
  });
  const own: Readonly<Record<string, unknown>> = Object.fromEntries(inside);
  const again = kind.from(change.options?.(kind.name, own) ?? own);
  if (isMethod(again)) return again;
  throw new InternalError(`${kind.name}: its kind makes no method`);
}

/** Whether a value that a schema took as a student is one, and no number in its place. */
const isStudent = (value: unknown): value is StudentSpec =>
  typeof value === "object" && value !== null && "recipe" in value;
