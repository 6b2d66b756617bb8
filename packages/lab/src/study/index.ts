export { overrideStudy } from "./override.js";
export type { Study, StudyOptions, Teaches } from "./study.js";
export { isStudy, study } from "./study.js";
export { parseStudy } from "./study-json.js";
