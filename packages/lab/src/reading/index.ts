export { byExample } from "./by-example.js";
export { encodedTexts, newlyLost } from "./encoded-texts.js";
export { featuresOf } from "./features-of.js";
export { type Features, featuresCodec } from "./features-step.js";
export { requireFinite } from "./finite.js";
export { layerOf, modelUpTo, OpenedModel } from "./model-at.js";
export { type Prefix, prefixOf } from "./prefix-step.js";
export type { Room, TaskFacts } from "./room.js";
export type {
  DrawnFeatures,
  FeatureSource,
  JoinedFeatures,
  ModelFeatures,
  ModelOptions,
  Pooling,
} from "./source.js";
export {
  drawn,
  featureLabel,
  featuresFrom,
  featureWidth,
  hasDrawn,
  isModelFeatures,
  joined,
  ModelHandle,
  model,
  modelsIn,
  shownSource,
} from "./source.js";
export { Texts } from "./texts.js";
export { checkTold, type Told, toldEndings } from "./told.js";
