// @w2s/experiments: the experiments of the literature as studies.

export { experimentNamed, experiments } from "./all.js";
export type { Experiment, Given } from "./experiment.js";
