export type { DrawnFeatures, FeatureSource, ModelFeatures, ModelOptions, Pooling } from "./features.js";
export { drawn, featureLabel, model, ModelHandle } from "./features.js";
export { overrideStudy } from "./override.js";
export { parseStudy } from "./study-json.js";
export type { StudentSpec, Study, StudyOptions } from "./study.js";
export { isStudy, probe, study } from "./study.js";
