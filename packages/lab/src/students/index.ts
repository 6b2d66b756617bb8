// Students: how models are adapted to labels.

export type { ChatQuestion } from "./chat/question.js";
export type { ChatOptions, ChatRecipe } from "./chat/recipe.js";
export { chatRecipe, chatSchema } from "./chat/recipe.js";
export type { Side, Speaker } from "./chat/speaker.js";
export {
  argument,
  argumentQuestion,
  judgement,
  judgementQuestions,
  optionName,
} from "./chat/speaker.js";
export type { ChatSource, ChatSpec } from "./chat/spec.js";
export { chat } from "./chat/spec.js";
export type { CourseState, Selection } from "./course/course.js";
export { TrainingCourse } from "./course/course.js";
export { notFinite } from "./course/not-finite.js";
export { epochBatches } from "./course/order.js";
export type { ExternalOptions } from "./external/recipe.js";
export type { ExternalGiven, ExternalSpec } from "./external/spec.js";
export { external } from "./external/spec.js";
export { modelFacts } from "./facts.js";
export type { GenerativeRecipe } from "./finetune/generative/recipe.js";
export { generativeSchema } from "./finetune/generative/recipe.js";
export type { GenerativeFit, GenerativeRun } from "./finetune/generative/train.js";
export { trainGenerative } from "./finetune/generative/train.js";
export { labelWordHead } from "./finetune/label-words.js";
export type { TunedModel, Tuning } from "./finetune/program/tuning.js";
export { blockTuning } from "./finetune/program/tuning.js";
export type { FinetuneOptions, FinetuneRecipe } from "./finetune/recipe.js";
export { finetuneRecipe, finetuneSchema } from "./finetune/recipe.js";
export { isSmall, whyNotSideBySide } from "./finetune/side-by-side/eligible.js";
export type { SideBySideRun } from "./finetune/side-by-side/fit.js";
export { finetuneSideBySide } from "./finetune/side-by-side/fit.js";
export type { SideBySideStudent } from "./finetune/side-by-side/member.js";
export type { FinetuneSpec, TunedOptions, TunedSpec } from "./finetune/spec.js";
export { finetune } from "./finetune/spec.js";
export { StoredLayer } from "./finetune/stored-layer.js";
export type { CheckpointOptions } from "./finetune/training/checkpoint.js";
export type { FinetuneData } from "./finetune/training/examples.js";
export type {
  FinetuneFit,
  FinetuneRun,
  FinetuneStudent,
  TrainedWeights,
} from "./finetune/training/fit.js";
export { finetuneStudent } from "./finetune/training/fit.js";
export { learningRateAt } from "./finetune/training/rate.js";
export type { StudentSpec } from "./kinds.js";
export { isStudentSpec, studentCalls, studentFrom, studentKind, studentKinds } from "./kinds.js";
export { learnFirst } from "./learn-first.js";
export type { LoraRecipe, LoraStudentOptions } from "./lora/recipe.js";
export { loraRecipe, loraSchema } from "./lora/recipe.js";
export type { LoraSpec } from "./lora/spec.js";
export { lora } from "./lora/spec.js";
export { adaptersOf, loraTuning } from "./lora/tuning.js";
export type { PredictionsOptions, PredictionsSpec } from "./predictions/spec.js";
export { predictions, predictionsSchema } from "./predictions/spec.js";
export type { AdamRecipe, LogisticRecipe, ProbeOptions, ProbeRecipe } from "./probe/recipe.js";
export { probeRecipe } from "./probe/recipe.js";
export type { ProbeSpec } from "./probe/spec.js";
export { probe } from "./probe/spec.js";
export { fitAdamProbes } from "./probe/training/adam.js";
export type {
  FitOptions,
  ProbeData,
  ProbeFit,
  ProbeStudent,
} from "./probe/training/fit.js";
export { predictProbe } from "./probe/training/fit.js";
export { checkLogistic, fitLogisticProbes } from "./probe/training/logistic.js";
export { probeOf } from "./probe-of.js";
export type { PromptData, PromptPredictions, PromptRun } from "./prompt/predict.js";
export { promptStudent } from "./prompt/predict.js";
export type { PromptOptions, PromptRecipe } from "./prompt/recipe.js";
export { promptRecipe, promptSchema } from "./prompt/recipe.js";
export type { PromptSpec } from "./prompt/spec.js";
export { prompt } from "./prompt/spec.js";
export type { BodySpec, ReprobeSpec } from "./reprobe/spec.js";
export { reprobe } from "./reprobe/spec.js";
export { sameness } from "./sameness.js";
export { choiceShape } from "./shared/choice-shape.js";
export { sourceFields } from "./shared/source-json.js";
export type {
  Course,
  Fit,
  FitRequest,
  Places,
  SaidElsewhere,
  SearchEnd,
  SpecBase,
  StudentKind,
  Taught,
  ToldAs,
  Trained,
  Watched,
  Whose,
} from "./student.js";
export type { ToldOptions } from "./told.js";
export { told } from "./told.js";
export { UnsuitedStudent } from "./unsuited.js";
