// @w2s/lab: the science of weak-to-strong generalization. What studies are written with, run by and
// read from; what benches and tests of the training itself need is in internals.ts.

export type { Executor, RunOptions } from "./engine/index.js";
export { neededSteps } from "./engine/index.js";
export * from "./export/index.js";
export type { Hardness, Labels } from "./labels/index.js";
export type {
  Agreement,
  ArmName,
  CellScores,
  Comparison,
  Estimate,
  LabelQuality,
  Measure,
  MeasureInput,
  NearConstant,
  Part,
  Pgr,
  PgrSummary,
  Probabilities,
  RoleName,
  RoleScores,
  UserMeasure,
} from "./measures/index.js";
export {
  accuracy,
  agreement,
  armNames,
  auroc,
  bootstrapPgr,
  calibrationError,
  logLoss,
  measure,
  measures,
  pgr,
  roleNames,
} from "./measures/index.js";
export * from "./methods/index.js";
export type {
  ColumnCell,
  Curve,
  Design,
  DrawnFigure,
  Figure,
  FigureOptions,
  FigureRow,
  ModelFacts,
  Outcome,
  OutcomeColumn,
  ResultsFile,
} from "./outcome/index.js";
export {
  cellOf,
  figure,
  outcomeColumns,
  outcomeSchema,
  readableResults,
  resultsFileSchema,
  resultsFormat,
  unmeasured,
} from "./outcome/index.js";
export * from "./plan/index.js";
export type { Random } from "./random.js";
export { random } from "./random.js";
export type {
  DrawnFeatures,
  FeatureSource,
  ModelFeatures,
  ModelOptions,
  Pooling,
} from "./reading/index.js";
export { drawn, featureLabel, ModelHandle, model } from "./reading/index.js";
export type { PlanSummary, Reporter, WorkLabel } from "./reporter.js";
export * from "./store/index.js";
export type {
  FinetuneOptions,
  FinetuneSpec,
  LoraSpec,
  LoraStudentOptions,
  PredictionsOptions,
  PredictionsSpec,
  ProbeOptions,
  ProbeSpec,
  PromptOptions,
  PromptSpec,
  StudentKind,
  StudentSpec,
  ToldOptions,
  TunedOptions,
} from "./students/index.js";
export {
  finetune,
  lora,
  predictions,
  probe,
  probeOf,
  prompt,
  studentKinds,
  told,
} from "./students/index.js";
export * from "./study/index.js";
export type {
  AnnotatorAgreement,
  BiasedOptions,
  BiasedSpec,
  BiasFunction,
  EnsembleOptions,
  EnsembleSpec,
  ErrorsOptions,
  ErrorsSpec,
  LabelsOptions,
  LabelsSpec,
  NoisyOptions,
  NoisySpec,
  SimulatableOptions,
  SimulatableSpec,
  Speak,
  SupervisorKind,
  SupervisorSpec,
  TrainedSpec,
  UserSaid,
  UserSupervisorContext,
  UserSupervisorSpec,
} from "./supervisors/index.js";
export {
  biased,
  ensemble,
  errors,
  labels,
  noisy,
  simulatable,
  supervisor,
  supervisorKinds,
} from "./supervisors/index.js";
export type {
  ChoicesOptions,
  Dropped,
  Example,
  LoadOptions,
  PairsOptions,
  RecipeOptions,
  RowsContext,
  RowsResult,
  RowsSource,
  Shape,
  Source,
  Splits,
  Splitting,
  TableOptions,
  Task,
  TaskExamples,
  TaskKind,
  TaskRecipe,
} from "./tasks/index.js";
export {
  choices,
  loadTask,
  pairs,
  recipe,
  rows,
  splitTask,
  table,
  taskKinds,
  taskRecipes,
} from "./tasks/index.js";
