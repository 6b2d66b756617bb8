// Every kind of supervisor, by name: the one place that lists them.

import { InternalError } from "@w2s/base";
import { isStudentSpec, studentCalls } from "../students/index.js";
import { type ErrorsSpec, errorsKind } from "./errors.js";
import type { SupervisorBase, SupervisorKind } from "./supervisor.js";
import { type TrainedSpec, trained, trainedKind } from "./trained.js";

/** What labels: a model trained on ground truth, or another source of labels. */
export type SupervisorSpec = TrainedSpec | ErrorsSpec;

export const supervisorKinds: {
  readonly [K in SupervisorSpec["kind"]]: SupervisorKind<
    Extract<SupervisorSpec, { readonly kind: K }>
  >;
} = { trained: trainedKind, errors: errorsKind };

const byName: Readonly<Record<string, SupervisorKind>> = supervisorKinds;

/** The kind of a supervisor. @throws InternalError for what is none */
export function supervisorKind({ kind }: SupervisorBase): SupervisorKind {
  const found = byName[kind];
  if (found) return found;
  throw new InternalError(`no kind of supervisor is called "${kind}"`);
}

/**
 * What a user gives as a supervisor: one of a kind, or a student that is trained on ground truth
 * and not told; undefined for anything else.
 */
export function asSupervisor(value: unknown): SupervisorSpec | undefined {
  if (isStudentSpec(value)) return value.told === undefined ? trained(value) : undefined;
  return isSupervisorSpec(value) ? value : undefined;
}

function isSupervisorSpec(value: unknown): value is SupervisorSpec {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return typeof value.kind === "string" && Object.hasOwn(supervisorKinds, value.kind);
}

/** "probe(...), ..., prompt(...) or errors(...)", for messages. */
export function supervisorCalls(): string {
  const own = Object.keys(supervisorKinds).filter((kind) => kind !== "trained");
  const calls = own.map((kind) => `${kind}(...)`);
  return `${studentCalls(",").replace(" ,", ",")}${calls.length > 1 ? `, ${calls.slice(0, -1).join(", ")}` : ""} or ${calls.at(-1)!}`;
}
