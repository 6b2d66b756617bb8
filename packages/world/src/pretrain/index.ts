// Pretraining models of the world.

export type { Batches, Step } from "./batches.js";
export { drawBatches } from "./batches.js";
export type { ModelCard } from "./card.js";
export type { PretrainFolderRun } from "./pretrain-folder.js";
export { pretrainFolder } from "./pretrain-folder.js";
export type { PretrainOptions, PretrainRecipe } from "./recipe.js";
export { pretrainRecipe, pretrainSchema, readPretrainOptions } from "./recipe.js";
export type { PretrainState, TrainRun } from "./train.js";
export { initialState, pretrain } from "./train.js";
export type { ZooModel } from "./zoo.js";
export { zooModels } from "./zoo.js";
