// Gemma 3's language models: five blocks of six look back over a window, and turn at another speed;
// queries and keys are normalised within each head in place of a cap.

import type { Gemma3Config } from "../config/gemma3.js";
import type { Architecture } from "./architecture.js";
import { gemmaDecoder } from "./blocks/gemma-decoder.js";
import { turningByType } from "./blocks/rotary.js";

export function gemma3(config: Gemma3Config): Architecture {
  const turning = turningByType(config.ropes, config.headSize);
  return gemmaDecoder(config, {
    window: (index) => config.windows[index]!,
    turning: (index) => turning[config.layerTypes[index]!],
    qkNorm: true,
    cap: null,
  });
}
