export { fitAdamProbes } from "./adam-probes.js";
export type {
  FinetuneData,
  FinetuneFit,
  FinetuneRun,
  FinetuneStudent,
  TrainedWeights,
} from "./finetune/fit.js";
export { finetuneStudent } from "./finetune/fit.js";
export type { FinetuneOptions, FinetuneRecipe } from "./finetune/recipe.js";
export { finetuneRecipe } from "./finetune/recipe.js";
export { fitLogisticProbes } from "./logistic-probes.js";
export type { FitOptions, ProbeData, ProbeFit, ProbeStudent } from "./probe-fit.js";
export { predictProbe } from "./probe-fit.js";
export type { AdamRecipe, LogisticRecipe, ProbeOptions, ProbeRecipe } from "./recipe.js";
export { probeRecipe } from "./recipe.js";
