// OLMo 2: every block looks back over all, and turns alike.

import type { Olmo2Config } from "../config/olmo2.js";
import type { Architecture } from "./architecture.js";
import { olmoDecoder } from "./blocks/olmo-decoder.js";
import { turningOf } from "./blocks/rotary.js";

export function olmo2(config: Olmo2Config): Architecture {
  const turning = turningOf(config.rope, config.headSize);
  return olmoDecoder(config, { window: () => null, turning: () => turning });
}
