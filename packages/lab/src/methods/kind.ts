// A kind of method: one declaration that gives the function users call, the checks of its options
// in TypeScript and JSON alike, and the table of its docs page.

import { checkOptions } from "@w2s/base";
import type * as z from "zod";
import type { OptionValue } from "./method.js";

/** Options that are described by objects in JSON: students, or methods; one, or a list of them. */
export type NestedOptions = Readonly<Record<string, "student" | "method">>;

/** What every method is called, and what tells it from others of its name. */
export interface NamedMethod {
  readonly name: string;
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** What a map of kinds needs of each. */
export interface AnyMethodKind {
  /** What tables, JSON studies and `--set` call it, and the name of its docs page. */
  readonly name: string;
  /** Its options, each with its range and default. */
  readonly schema: z.ZodObject;
  readonly nested: NestedOptions;
  /** The method of these options. @throws InputError for an unknown, missing or wrong one */
  from(options: unknown): NamedMethod;
}

type Given<S extends z.ZodObject> =
  Record<never, never> extends z.input<S> ? [options?: z.input<S>] : [options: z.input<S>];

/** A kind of method, which users call with its options. */
export interface MethodKind<S extends z.ZodObject, M extends NamedMethod> extends AnyMethodKind {
  /** @throws InputError for an unknown, missing or wrong option */
  (...options: Given<S>): M;
  readonly schema: S;
  from(options: unknown): M;
}

/** How a method was made. */
export interface MadeBy {
  readonly kind: AnyMethodKind;
  /** All options, defaults included. */
  readonly options: Readonly<Record<string, unknown>>;
}

const makers = new WeakMap<NamedMethod, MadeBy>();

/** The kind and the options behind a method; undefined for one of the user's own. */
export const madeBy = (method: NamedMethod): MadeBy | undefined => makers.get(method);

/**
 * Declares a method that has options.
 * @param make the method of checked options
 * @param nested which options are students or methods
 */
export function methodKind<S extends z.ZodObject, M extends NamedMethod>(
  name: string,
  schema: S,
  make: (options: z.output<S>) => M,
  nested: NestedOptions = {},
): MethodKind<S, M> {
  const from = (given: unknown): M => {
    const options = checkOptions(schema, given, name);
    const method = make(options);
    makers.set(method, { kind, options });
    return method;
  };
  const call = (...given: Given<S>): M => from(given[0] ?? {});
  const kind = Object.assign(Object.defineProperty(call, "name", { value: name }), {
    schema,
    nested,
    from,
  });
  return kind;
}
