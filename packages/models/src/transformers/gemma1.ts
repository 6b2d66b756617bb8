// The first Gemma: Llama with embeddings scaled by the root of the width, and RMS norms whose gain
// is 1 + w. Source: arXiv 2403.08295; transformers' modeling_gemma.py.

import type { Gemma1Config } from "../config/gemma1.js";
import type { Architecture } from "./architecture.js";
import { gatedDecoder } from "./blocks/gated-decoder.js";
import { offsetRmsNormAt } from "./blocks/layers.js";

export function gemma1(config: Gemma1Config): Architecture {
  return gatedDecoder(config, {
    qkvBias: config.attentionBias,
    outputBias: config.attentionBias,
    mlpBias: false,
    qkNorm: false,
    window: () => null,
    norm: offsetRmsNormAt,
    embeddingScale: Math.sqrt(config.hiddenSize),
  });
}
