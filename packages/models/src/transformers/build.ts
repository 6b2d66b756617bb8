// From a config to its architecture: the one place that knows them all.

import type { ModelConfig } from "../config/config.js";
import type { Architecture } from "./architecture.js";
import { bert } from "./bert.js";
import { llama } from "./llama.js";

export function architectureOf(config: ModelConfig): Architecture {
  switch (config.modelType) {
    case "bert":
      return bert(config);
    case "llama":
      return llama(config);
  }
}
