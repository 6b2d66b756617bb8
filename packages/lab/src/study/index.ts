export { overrideStudy } from "./set.js";
export type { Study, StudyOptions, Teaches, VariedValue, Vary } from "./study.js";
export { isStudy, study } from "./study.js";
export { parseStudy } from "./study-json.js";
export { vary } from "./vary.js";
