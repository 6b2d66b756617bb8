// From a config to its architecture: the one place that knows them all.

import type { ModelConfig } from "../config/config.js";
import type { Architecture } from "./architecture.js";
import { bert } from "./bert.js";
import { gptNeox } from "./gpt-neox.js";
import { gpt2 } from "./gpt2.js";
import { llama } from "./llama.js";
import { mistral } from "./mistral.js";
import { qwen2 } from "./qwen2.js";
import { qwen3 } from "./qwen3.js";

/**
 * The forward pass of a config's family. Exhaustive: a family that is forgotten does not compile.
 */
export function architectureOf(config: ModelConfig): Architecture {
  switch (config.modelType) {
    case "bert":
      return bert(config);
    case "gpt2":
      return gpt2(config);
    case "gpt_neox":
      return gptNeox(config);
    case "llama":
      return llama(config);
    case "mistral":
      return mistral(config);
    case "qwen2":
      return qwen2(config);
    case "qwen3":
      return qwen3(config);
  }
}
