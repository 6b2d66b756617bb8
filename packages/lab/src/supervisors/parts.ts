// What a supervisor is made of, by what its kind says that its spec holds: the students and
// supervisors in it, the same spec with others in their place, and how JSON gives them.

import type { StudentSpec } from "../students/index.js";
import { supervisorKind } from "./kinds.js";
import type { Held, Holdable, SupervisorBase } from "./supervisor.js";

/** What a supervisor is made of, for whoever must open models or change settings. */
export interface MadeOf {
  readonly students: readonly StudentSpec[];
  readonly supervisors: readonly SupervisorBase[];
}

/** A function of each thing that a spec may hold. */
export interface OfPart {
  student(spec: StudentSpec): StudentSpec;
  supervisor(spec: SupervisorBase): SupervisorBase;
}

/** The students and supervisors that a spec holds itself, as often as it holds them. */
export function madeOf(spec: SupervisorBase): MadeOf {
  const students: StudentSpec[] = [];
  const supervisors: SupervisorBase[] = [];
  mapped(spec, {
    student(one) {
      students.push(one);
      return one;
    },
    supervisor(one) {
      supervisors.push(one);
      return one;
    },
  });
  return { students, supervisors };
}

/**
 * The same supervisor with its students and supervisors replaced, under the label that they give.
 * @throws InputError where its kind cannot have them
 */
export function withParts(spec: SupervisorBase, replace: OfPart): SupervisorBase {
  return supervisorKind(spec).named(mapped(spec, replace));
}

/** Every student that a supervisor is made of, those of supervisors in it included. */
export function studentsIn(spec: SupervisorBase): readonly StudentSpec[] {
  const { students, supervisors } = madeOf(spec);
  return [...students, ...supervisors.flatMap(studentsIn)];
}

function mapped(spec: SupervisorBase, of: OfPart): SupervisorBase {
  const fields: Readonly<Record<string, unknown>> = { ...spec };
  const changed = Object.entries(supervisorKind(spec).holds).map(([field, { is }]) => {
    // What a kind says that a field holds is what its spec's type has there (Holds).
    const one = of[is] as (value: unknown) => unknown;
    return [field, each(fields[field], one)] as const;
  });
  return { ...spec, ...Object.fromEntries(changed) };
}

/** Readers of what stands inside a supervisor's JSON. */
export type ReadPart = { readonly [P in Holdable]: (item: unknown) => unknown };

/** What of a kind says how its JSON is read. */
interface FromJson<S> {
  readonly holds: Readonly<Record<string, Held>>;
  fromJson(options: Readonly<Record<string, unknown>>): S;
}

/**
 * A supervisor of a kind from the options that JSON gives it; what is missing is for the kind to
 * say. @throws InputError
 */
export function ofJson<S>(
  kind: FromJson<S>,
  options: Readonly<Record<string, unknown>>,
  read: ReadPart,
): S {
  const parts = Object.entries(kind.holds).flatMap(([field, { is, json = field }]) =>
    Object.hasOwn(options, json) ? [[json, each(options[json], read[is])] as const] : [],
  );
  return kind.fromJson({ ...options, ...Object.fromEntries(parts) });
}

/** A function of a value, or of each in a list; nothing of nothing. */
function each(value: unknown, of: (one: unknown) => unknown): unknown {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.map((one) => of(one)) : of(value);
}
