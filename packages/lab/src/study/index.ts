export type { DrawnFeatures, FeatureSource, ModelFeatures, ModelOptions, Pooling } from "./features.js";
export { drawn, featureLabel, ModelHandle, model } from "./features.js";
export { overrideStudy } from "./override.js";
export type { StudentSpec, Study, StudyOptions } from "./study.js";
export { isStudy, probe, study } from "./study.js";
export { parseStudy } from "./study-json.js";
