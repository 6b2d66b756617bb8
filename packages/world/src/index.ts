// @w2s/world: a small language with exact ground truth, its tasks, and models pretrained in it.

export * from "./pretrain/index.js";
export * from "./world/index.js";
