// Qwen 3: Llama with queries and keys normalised within each head; some blocks may look back over a
// window. Source: arXiv 2505.09388; transformers' modeling_qwen3.py.

import type { Qwen3Config } from "../config/qwen3.js";
import type { Architecture } from "./architecture.js";
import { gatedDecoder } from "./blocks/gated-decoder.js";

export function qwen3(config: Qwen3Config): Architecture {
  return gatedDecoder(config, {
    qkvBias: config.attentionBias,
    outputBias: config.attentionBias,
    mlpBias: false,
    qkNorm: true,
    window: (index) => config.windows[index]!,
  });
}
