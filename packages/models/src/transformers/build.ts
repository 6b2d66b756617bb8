// From a config to its architecture: the one place that knows them all.

import type { ModelConfig } from "../config/config.js";
import type { Architecture } from "./architecture.js";
import { bert } from "./bert.js";
import { distilBert } from "./distilbert.js";
import { electra } from "./electra.js";
import { gemma1 } from "./gemma1.js";
import { gemma2 } from "./gemma2.js";
import { gemma3 } from "./gemma3.js";
import { gptNeox } from "./gpt-neox.js";
import { gpt2 } from "./gpt2.js";
import { llama } from "./llama.js";
import { mistral } from "./mistral.js";
import { modernBert } from "./modernbert.js";
import { olmo2 } from "./olmo2.js";
import { olmo3 } from "./olmo3.js";
import { opt } from "./opt.js";
import { phi3 } from "./phi3.js";
import { qwen2 } from "./qwen2.js";
import { qwen3 } from "./qwen3.js";
import { roberta } from "./roberta.js";
import { smolLm3 } from "./smollm3.js";

/**
 * The forward pass of a config's family. Exhaustive: a family that is forgotten does not compile.
 */
export function architectureOf(config: ModelConfig): Architecture {
  switch (config.modelType) {
    case "bert":
      return bert(config);
    case "roberta":
    case "xlm-roberta":
    case "camembert":
      return roberta(config);
    case "distilbert":
      return distilBert(config);
    case "electra":
      return electra(config);
    case "modernbert":
      return modernBert(config);
    case "gpt2":
      return gpt2(config);
    case "gpt_neox":
      return gptNeox(config);
    case "opt":
      return opt(config);
    case "llama":
      return llama(config);
    case "mistral":
      return mistral(config);
    case "qwen2":
      return qwen2(config);
    case "qwen3":
      return qwen3(config);
    case "gemma":
      return gemma1(config);
    case "gemma2":
      return gemma2(config);
    case "gemma3_text":
      return gemma3(config);
    case "smollm3":
      return smolLm3(config);
    case "olmo2":
      return olmo2(config);
    case "olmo3":
      return olmo3(config);
    case "phi3":
      return phi3(config);
  }
}
