export type { ErrorsOptions, ErrorsSpec } from "./errors.js";
export { errors } from "./errors.js";
export type { SupervisorSpec } from "./kinds.js";
export { asSupervisor, supervisorCalls, supervisorKind, supervisorKinds } from "./kinds.js";
export type { SeedRows, SupervisorBase, SupervisorKind, SupervisorRoom } from "./supervisor.js";
export { type TrainedSpec, trained } from "./trained.js";
