export type { ErrorsOptions, ErrorsSpec } from "./errors.js";
export { errors } from "./errors.js";
export type {
  DrawnFeatures,
  FeatureSource,
  ModelFeatures,
  ModelOptions,
  Pooling,
} from "./features.js";
export { drawn, featureLabel, ModelHandle, model } from "./features.js";
export type { LoraSpec } from "./lora.js";
export { lora } from "./lora.js";
export { overrideStudy } from "./override.js";
export type { PromptSpec } from "./prompt.js";
export { prompt } from "./prompt.js";
export type {
  FinetuneSpec,
  ProbeSpec,
  StudentSpec,
  Study,
  StudyOptions,
  SupervisorSpec,
  Teaches,
  TunedSpec,
} from "./study.js";
export { finetune, isStudy, probe, study, trainedSpecs } from "./study.js";
export { parseStudy } from "./study-json.js";
export type { Told, ToldOptions } from "./told.js";
export { told } from "./told.js";
