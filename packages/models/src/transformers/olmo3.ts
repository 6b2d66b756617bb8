// OLMo 3: three blocks of four look back over a window; the rotation of the others was stretched
// for a longer context. Source: arXiv 2512.13961; transformers' modeling_olmo3.py.

import type { Olmo3Config } from "../config/olmo3.js";
import type { Architecture } from "./architecture.js";
import { olmoDecoder } from "./blocks/olmo-decoder.js";
import { turningByType } from "./blocks/rotary.js";

export function olmo3(config: Olmo3Config): Architecture {
  const turning = turningByType(config.ropes, config.headSize);
  return olmoDecoder(config, {
    window: (index) => config.windows[index]!,
    turning: (index) => turning[config.layerTypes[index]!],
  });
}
