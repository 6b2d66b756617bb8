// Gemma 2: every other block looks back over a window, and scores of attention are softly capped.

import type { Gemma2Config } from "../config/gemma2.js";
import type { Architecture } from "./architecture.js";
import { gemmaDecoder } from "./blocks/gemma-decoder.js";
import { rotarySpeeds } from "./blocks/rotary.js";

export function gemma2(config: Gemma2Config): Architecture {
  const speeds = rotarySpeeds(config.rope, config.headSize);
  return gemmaDecoder(config, {
    window: (index) => config.windows[index]!,
    speeds: () => speeds,
    qkNorm: false,
    cap: config.attentionCap,
  });
}
