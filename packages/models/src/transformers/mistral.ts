// Mistral: Llama without biases, whose blocks all look back over one window. Source: arXiv
// 2310.06825.

import type { MistralConfig } from "../config/mistral.js";
import type { Architecture } from "./architecture.js";
import { gatedDecoder } from "./blocks/gated-decoder.js";

export function mistral(config: MistralConfig): Architecture {
  return gatedDecoder(config, {
    qkvBias: false,
    outputBias: false,
    mlpBias: false,
    qkNorm: false,
    window: () => config.window,
  });
}
