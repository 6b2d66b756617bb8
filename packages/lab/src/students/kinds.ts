// Every kind of student, by name: the one place that lists them.

import { InputError, shownUncalled } from "@w2s/base";
import { chatStudentKind } from "./chat/kind.js";
import type { ChatSpec } from "./chat/spec.js";
import { externalStudentKind } from "./external/kind.js";
import type { ExternalSpec } from "./external/spec.js";
import { finetuneStudentKind } from "./finetune/kind.js";
import type { FinetuneSpec } from "./finetune/spec.js";
import { loraKind } from "./lora/kind.js";
import type { LoraSpec } from "./lora/spec.js";
import { predictionsKind } from "./predictions/kind.js";
import type { PredictionsSpec } from "./predictions/spec.js";
import { probeKind } from "./probe/kind.js";
import type { ProbeSpec } from "./probe/spec.js";
import { promptStudentKind } from "./prompt/kind.js";
import type { PromptSpec } from "./prompt/spec.js";
import { reprobeKind } from "./reprobe/kind.js";
import type { ReprobeSpec } from "./reprobe/spec.js";
import type { StudentKind } from "./student.js";

/** How a model is adapted: trained on ground truth it supervises, on labels it is a student. */
export type StudentSpec =
  | ProbeSpec
  | FinetuneSpec
  | LoraSpec
  | PromptSpec
  | ChatSpec
  | PredictionsSpec
  | ExternalSpec
  | ReprobeSpec;

/** The kinds of students by their names. */
export const studentKinds: {
  readonly [K in StudentSpec["kind"]]: StudentKind<Extract<StudentSpec, { readonly kind: K }>>;
} = {
  probe: probeKind,
  finetune: finetuneStudentKind,
  lora: loraKind,
  prompt: promptStudentKind,
  chat: chatStudentKind,
  predictions: predictionsKind,
  external: externalStudentKind,
  reprobe: reprobeKind,
};

/** The kind of a student. */
export const studentKind = (spec: StudentSpec): StudentKind<StudentSpec> => studentKinds[spec.kind];

/** Whether a value was made by probe(...), finetune(...) and the like. */
export function isStudentSpec(value: unknown): value is StudentSpec {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return typeof value.kind === "string" && Object.hasOwn(studentKinds, value.kind);
}

/**
 * The student that a function is given.
 * @param subject what the message is about, such as "told:"
 * @throws InputError for what is none
 */
export function studentFrom<S extends StudentSpec>(value: S, subject: string): S {
  if (isStudentSpec(value)) return value;
  throw new InputError(
    `${subject} needs a student such as probe(...), got ${shownUncalled(value)}`,
  );
}

/** "probe(...), finetune(...), ... or reprobe(...)", for messages. */
export function studentCalls(): string {
  const calls = Object.keys(studentKinds).map((kind) => `${kind}(...)`);
  return `${calls.slice(0, -1).join(", ")} or ${calls.at(-1)!}`;
}
