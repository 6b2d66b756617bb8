// Qwen 2 and 2.5: Llama with biases on queries, keys and values; some blocks may look back over a
// window. Source: arXiv 2407.10671; transformers' modeling_qwen2.py.

import type { Qwen2Config } from "../config/qwen2.js";
import type { Architecture } from "./architecture.js";
import { gatedDecoder } from "./blocks/gated-decoder.js";

export function qwen2(config: Qwen2Config): Architecture {
  return gatedDecoder(config, {
    qkvBias: true,
    outputBias: false,
    mlpBias: false,
    qkNorm: false,
    window: (index) => config.windows[index]!,
  });
}
