// Every kind of supervisor, by name: the one place that lists them.

import { didYouMean, InputError } from "@w2s/base";
import type { ModelFacts } from "../outcome/index.js";
import type { Room } from "../reading/index.js";
import { isStudentSpec } from "../students/index.js";
import { type AuditedSpec, auditedKind } from "./audited.js";
import { type BiasedSpec, biasedKind } from "./biased.js";
import { type EnsembleSpec, ensembleKind } from "./ensemble.js";
import { type ErrorsSpec, errorsKind } from "./errors.js";
import { labelsKind } from "./labels.js";
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
import type { Asked, SupervisorBase, SupervisorKind, SupervisorRoom } from "./supervisor.js";
import { type TrainedSpec, trained, trainedKind } from "./trained.js";
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
  if (isStudentSpec(value)) return value.told === undefined ? trained(value) : undefined;
  return isSupervisorSpec(value) ? value : undefined;
}

function isSupervisorSpec(value: unknown): value is SupervisorSpec {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return typeof value.kind === "string" && Object.hasOwn(supervisorKinds, value.kind);
}

/**
 * Lets a supervisor, and those that it is made of, read what they must know of a task.
 * @throws InputError of a part begins with the name of the kind that it is part of
 */
export async function openSupervisor(spec: SupervisorBase, room: SupervisorRoom): Promise<void> {
  const kind = supervisorKind(spec);
  if (room.task.answers && !kind.answers) {
    throw new InputError(
      `task "${room.task.name}": asks for answers in words, and ${kind.name}(...) gives labels ` +
        "of options; use finetune(...) or lora(...) of a language model as a supervisor",
    );
  }
  for (const { supervisor: part, room: own } of askedBy(spec, room)) {
    await openSupervisor(part, own).catch((error: unknown) => {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${kind.name}: ${error.message}`, { cause: error });
    });
  }
  await kind.open?.(spec, room);
}

/** The supervisors that one is made of, each in the room that it is asked in. */
function askedBy(spec: SupervisorBase, room: SupervisorRoom): readonly Asked[] {
  const kind = supervisorKind(spec);
  return (
    kind.asks?.(spec, room) ??
    kind.parts(spec).supervisors.map((supervisor) => ({ supervisor, room }))
  );
}

/** The model behind a supervisor, for figures and tables; sizes are null where there is none. */
export function supervisorFacts(spec: SupervisorBase, room: Room): ModelFacts {
  const kind = supervisorKind(spec);
  const parts = kind.parts(spec).supervisors.map((part) => supervisorFacts(part, room));
  const none = { name: spec.label, adapted: spec.kind, parameters: null, pretrainingFlop: null };
  return kind.facts(spec, room, parts) ?? none;
}

/** What a reader should know wherever a supervisor teaches, its parts' notes first. */
export function supervisorNotes(spec: SupervisorBase, room: SupervisorRoom): readonly string[] {
  const kind = supervisorKind(spec);
  const notes = askedBy(spec, room).flatMap((one) => supervisorNotes(one.supervisor, one.room));
  return [...new Set([...notes, ...(kind.notes?.(spec, room) ?? [])])];
}

/** Whether a supervisor, or one that it is made of, may say ground truth under a rule. */
export function saysTruth(spec: SupervisorBase): boolean {
  const kind = supervisorKind(spec);
  return kind.ofTruth(spec) || kind.parts(spec).supervisors.some(saysTruth);
}
