// Gemma 2: every other block looks back over a window, and scores of attention are softly capped.

import type { Gemma2Config } from "../config/gemma2.js";
import type { Architecture } from "./architecture.js";
import { gemmaDecoder } from "./blocks/gemma-decoder.js";
import { turningOf } from "./blocks/rotary.js";

export function gemma2(config: Gemma2Config): Architecture {
  const turning = turningOf(config.rope, config.headSize);
  return gemmaDecoder(config, {
    window: (index) => config.windows[index]!,
    turning: () => turning,
    qkNorm: false,
    cap: config.attentionCap,
  });
}
