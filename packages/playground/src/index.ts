// @w2s/playground: the lab in a browser. What stands here runs in Node: the page as files, and what
// one can choose on it.

export type { Settings } from "./settings.js";
export { defaults, fromHash, settingsSchema, toHash } from "./settings.js";
export { studyOf } from "./study.js";
export { studyText } from "./study-text.js";
export type { WriteOptions } from "./write-page.js";
export { writePlayground } from "./write-page.js";
