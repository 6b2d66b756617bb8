// @w2s/studio: a local web application where runs are followed, read and compared, and people
// label.

export type { LabelContext } from "./label/routes.js";
export type { ServedStudio, ServeOptions } from "./serve.js";
export { serveStudio } from "./serve.js";
export type { Studio, StudioOptions } from "./studio.js";
export { createStudio } from "./studio.js";
