// Every kind of supervisor, by name: the one place that lists them.

import { didYouMean, InputError } from "@w2s/base";
import { type AuditedSpec, auditedKind } from "./audited.js";
import { type BiasedSpec, biasedKind } from "./biased.js";
import { type EnsembleSpec, ensembleKind } from "./ensemble.js";
import { type ErrorsSpec, errorsKind } from "./errors.js";
import { labelsKind } from "./labels.js";
import { nestedSupervisor } from "./nested.js";
import { type NoisySpec, noisyKind } from "./noisy.js";
import {
  type AssistedSpec,
  assistedKind,
  type ConsultancySpec,
  consultancyKind,
  type DebateSpec,
  type DecompositionSpec,
  debateKind,
  decompositionKind,
  type LimitedSpec,
  limitedKind,
  type RecursiveSpec,
  recursiveKind,
} from "./oversight/index.js";
import { type TaughtSpec, taughtKind } from "./oversight/taught.js";
import type { LabelsSpec } from "./people/options.js";
import { type SimulatableSpec, simulatableKind } from "./simulatable.js";
import type { SupervisorBase, SupervisorKind } from "./supervisor.js";
import { type TrainedSpec, trainedKind } from "./trained.js";
import { type UserSupervisorSpec, userSupervisorKind } from "./user-supervisor.js";

/** What labels: a model trained on ground truth, or another source of labels. */
export type SupervisorSpec =
  | TrainedSpec
  | TaughtSpec
  | ErrorsSpec
  | BiasedSpec
  | NoisySpec
  | AuditedSpec
  | LabelsSpec
  | EnsembleSpec
  | SimulatableSpec
  | LimitedSpec
  | AssistedSpec
  | DecompositionSpec
  | ConsultancySpec
  | DebateSpec
  | RecursiveSpec
  | UserSupervisorSpec;

/** The kinds of supervisors by their names. */
export const supervisorKinds: {
  readonly [K in SupervisorSpec["kind"]]: SupervisorKind<
    Extract<SupervisorSpec, { readonly kind: K }>
  >;
} = {
  trained: trainedKind,
  taught: taughtKind,
  errors: errorsKind,
  biased: biasedKind,
  noisy: noisyKind,
  audited: auditedKind,
  labels: labelsKind,
  ensemble: ensembleKind,
  simulatable: simulatableKind,
  limited: limitedKind,
  assisted: assistedKind,
  decomposition: decompositionKind,
  consultancy: consultancyKind,
  debate: debateKind,
  recursive: recursiveKind,
  supervisor: userSupervisorKind,
};

const byName: Readonly<Record<string, SupervisorKind>> = supervisorKinds;

/** The kind of a supervisor. @throws InputError for what only looks like one */
export function supervisorKind({ kind }: SupervisorBase): SupervisorKind {
  const found = Object.hasOwn(byName, kind) ? byName[kind] : undefined;
  if (found) return found;
  throw new InputError(
    `no kind of supervisor is called "${kind}"${didYouMean(kind, Object.keys(byName))}`,
  );
}

/**
 * What a user gives as a supervisor: one of a kind, or a student that is trained on ground truth
 * and not told; undefined for anything else.
 */
export function asSupervisor(value: unknown): SupervisorSpec | undefined {
  const found = nestedSupervisor(value);
  return found && isOfAKind(found) ? found : undefined;
}

const isOfAKind = (spec: SupervisorBase): spec is SupervisorSpec =>
  Object.hasOwn(supervisorKinds, spec.kind);
