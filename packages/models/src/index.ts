// @w2s/models: pretrained transformers from their published files.

export type { Lora, LoraOptions, LoraTargets } from "./adapters/lora.js";
export { initialLora, lora, loraParameters, mergeLora, withLora } from "./adapters/lora.js";
export type { SavedAdapters } from "./adapters/peft.js";
export { saveLora } from "./adapters/peft.js";
export type { Batch, BatchOptions } from "./batches.js";
export { batchesByLength } from "./batches.js";
export type { Classifier } from "./classifier/classifier.js";
export { blocksOf, configWithLayers } from "./classifier/classifier.js";
export type { ClassifierFormat } from "./classifier/huggingface.js";
export { saveClassifier } from "./classifier/huggingface.js";
export { classifierOnnx } from "./classifier/onnx.js";
export type { ModelConfig } from "./config/config.js";
export { parseModelConfig, readModelConfig } from "./config/config.js";
export type { FeatureOptions, Features } from "./features.js";
export { extractFeatures } from "./features.js";
export { decodeSafetensors, openSafetensors } from "./formats/safetensors-read.js";
export {
  encodeSafetensors,
  safetensorsPieces,
  writeSafetensors,
} from "./formats/safetensors-write.js";
export type { TensorFile } from "./formats/tensor-file.js";
export type { Generated, GenerateOptions } from "./generation/generate.js";
export { generate } from "./generation/generate.js";
export type { DecoderOptions, GreedyOptions } from "./generation/greedy.js";
export { decodeGreedily, GreedyDecoder } from "./generation/greedy.js";
export { decoderShapes } from "./generation/programs.js";
export type { DatasetFiles, DatasetOptions } from "./hub/dataset.js";
export { resolveDataset } from "./hub/dataset.js";
export type { LockOptions } from "./hub/download-lock.js";
export { withLock } from "./hub/download-lock.js";
export { sha256OfFile } from "./hub/file-hash.js";
export type { ModelFiles } from "./hub/model-files.js";
export type { Pretraining } from "./hub/pretraining.js";
export type { ResolveOptions } from "./hub/resolve.js";
export { resolveModel } from "./hub/resolve.js";
export type { HubSettings } from "./hub/settings.js";
export { hubSettings } from "./hub/settings.js";
export { withoutNetwork } from "./hub/without-network.js";
export { zooFolder, zooNames } from "./hub/zoo.js";
export type { Model } from "./model.js";
export { openModel } from "./model.js";
export { configJson, isGguf } from "./model-json.js";
export { assertFolderFree, manifestFile } from "./replaceable-folder.js";
export type { SavedModel, SaveOptions } from "./save.js";
export { saveModel } from "./save.js";
export type { Prompt } from "./scoring/continuations.js";
export { scoreContinuations } from "./scoring/continuations.js";
export type { ScoreOptions, ScoringModel, TokenQuestions } from "./scoring/questions.js";
export { answerQuestions, headOfDecoder } from "./scoring/questions.js";
export type { TokenStateOptions, TokenStates } from "./token-states.js";
export { extractTokenStates } from "./token-states.js";
export { lackOf } from "./tokenizer/lack.js";
export type { Encoding, Tokenizer } from "./tokenizer/tokenizer.js";
export { loadTokenizer } from "./tokenizer/tokenizer.js";
export type {
  Architecture,
  Block,
  Embedding,
  LanguageModelHead,
  Layer,
  Linear,
  Shapes,
  Start,
  Weights,
} from "./transformers/architecture.js";
export { weightInputs } from "./transformers/architecture.js";
export { architectureOf } from "./transformers/build.js";
export { nextTokenLogProbabilities } from "./transformers/next-token.js";
export { lengthBuckets, packTexts } from "./transformers/pack-texts.js";
export { packedBatch, packedInputs } from "./transformers/packed-batch.js";
export type { PackedPiecesOptions } from "./transformers/packed-pieces.js";
export { packedPieces } from "./transformers/packed-pieces.js";
export type { PaddingSide } from "./transformers/padded-batch.js";
export { tokenBatch } from "./transformers/padded-batch.js";
export type { SegmentOptions } from "./transformers/segments.js";
export { modelSegments } from "./transformers/segments.js";
export type { Keys, Places, Pooling, Rows, TokenBatch } from "./transformers/token-batch.js";
export { poolTokens } from "./transformers/token-batch.js";
export { truncateModel } from "./truncate.js";
export { writeFolder } from "./write-folder.js";
