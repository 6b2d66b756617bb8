export { type AuditedOptions, type AuditedSpec, audited } from "./audited.js";
export { type BiasedOptions, type BiasedSpec, type BiasFunction, biased } from "./biased.js";
export { type ContinuedOptions, continued } from "./continued.js";
export { type EnsembleOptions, type EnsembleSpec, ensemble } from "./ensemble.js";
export { type ErrorsOptions, type ErrorsSpec, errors } from "./errors.js";
export type { SupervisorSpec } from "./kinds.js";
export { asSupervisor, supervisorKind, supervisorKinds } from "./kinds.js";
export { labels } from "./labels.js";
export { supervisorWanted } from "./nested.js";
export { type NoisyOptions, type NoisySpec, noisy } from "./noisy.js";
export {
  type AssistedOptions,
  type AssistedSpec,
  assisted,
  type ConsultancyOptions,
  type ConsultancySpec,
  consultancy,
  type DebateOptions,
  type DebateSpec,
  type DecompositionOptions,
  type DecompositionSpec,
  debate,
  decomposition,
  type LimitedOptions,
  type LimitedSpec,
  limited,
  type OverseenLabels,
  protocolsBehind,
  type RecursiveOptions,
  type RecursiveSpec,
  recursive,
  scaled,
  sixDigits,
  spent,
} from "./oversight/index.js";
export {
  type AdversarialOptions,
  adversarial,
  type LockedOptions,
  locked,
} from "./oversight/schemers.js";
export { type TaughtOptions, type TaughtSpec, taught } from "./oversight/taught.js";
export { type MadeOf, madeOf, ofJson, studentsIn, withParts } from "./parts.js";
export {
  type AnnotatorAgreement,
  annotatorAgreement,
  shownAgreement,
} from "./people/agreement.js";
export type { LabelsOptions, LabelsSpec } from "./people/options.js";
export type { Vote } from "./people/read.js";
export {
  type AnswerLine,
  answerProbabilities,
  exampleHash,
  type ItemLine,
  isAnswer,
  isItemLine,
  type SessionArm,
  type SessionLine,
  sessionArms,
  sessionLine,
} from "./people/session.js";
export { type Posed, Poses, type View } from "./poses.js";
export { type SimulatableOptions, type SimulatableSpec, simulatable } from "./simulatable.js";
export type {
  Asked,
  Changed,
  PosedRoom,
  SeedRows,
  SupervisorBase,
  SupervisorKind,
  SupervisorRoom,
  TaughtBy,
} from "./supervisor.js";
export { studentOf, type TrainedSpec, trained } from "./trained.js";
export type { UserSaid } from "./user-step.js";
export {
  type Speak,
  supervisor,
  type UserSupervisorContext,
  type UserSupervisorSpec,
} from "./user-supervisor.js";
export { openSupervisor, saysTruth, supervisorFacts, supervisorNotes } from "./walk.js";
