// Llama (SmolLM2, Llama 2 and 3, TinyLlama): the gated decoder as it is.

import type { LlamaConfig } from "../config/llama.js";
import type { Architecture } from "./architecture.js";
import { gatedDecoder } from "./blocks/gated-decoder.js";

export function llama(config: LlamaConfig): Architecture {
  return gatedDecoder(config, {
    qkvBias: config.attentionBias,
    outputBias: config.attentionBias,
    mlpBias: config.mlpBias,
    qkNorm: false,
    window: () => null,
  });
}
