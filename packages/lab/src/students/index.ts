export { fitAdamProbes } from "./adam-probes.js";
export { fitLogisticProbes } from "./logistic-probes.js";
export type { FitOptions, ProbeData, ProbeFit, ProbeStudent } from "./probe-fit.js";
export { predictProbe } from "./probe-fit.js";
export type { AdamRecipe, LogisticRecipe, ProbeOptions, ProbeRecipe } from "./recipe.js";
export { probeRecipe } from "./recipe.js";
