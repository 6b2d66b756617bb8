export type { DrawnFeatures, FeatureSource, ModelFeatures, ModelOptions, Pooling } from "./features.js";
export { drawn, featureLabel, ModelHandle, model } from "./features.js";
export { overrideStudy } from "./override.js";
export type { FinetuneSpec, ProbeSpec, StudentSpec, Study, StudyOptions } from "./study.js";
export { finetune, isStudy, probe, study } from "./study.js";
export { parseStudy } from "./study-json.js";
