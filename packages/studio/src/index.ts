// @w2s/studio: a local web application where runs are followed, read and compared, and people
// label.

export type { Help, MadeProject, ProjectOptions, SplitName } from "./label/make-project.js";
export { makeProject, splitNames } from "./label/make-project.js";
export type { ArmResult, HelpResult, SessionResults } from "./label/messages.js";
export type { Settings } from "./label/project.js";
export { sessionResultsIn } from "./label/results-in.js";
export type { LabelContext } from "./label/routes.js";
export type { Making } from "./making/routes.js";
export type { ServedStudio, ServeOptions } from "./serve.js";
export { serveStudio } from "./serve.js";
export type { Studio, StudioOptions } from "./studio.js";
export { createStudio } from "./studio.js";
