// SmolLM3: Llama, every fourth of whose blocks knows no positions. Source: arXiv 2501.18795 (no
// rotation in some blocks); transformers' modeling_smollm3.py.

import type { SmolLm3Config } from "../config/smollm3.js";
import type { Architecture } from "./architecture.js";
import { gatedDecoder } from "./blocks/gated-decoder.js";

export function smolLm3(config: SmolLm3Config): Architecture {
  return gatedDecoder(config, {
    qkvBias: config.attentionBias,
    outputBias: config.attentionBias,
    mlpBias: config.mlpBias,
    qkNorm: false,
    window: (index) => config.windows[index]!,
    turns: (index) => config.turns[index]!,
  });
}
