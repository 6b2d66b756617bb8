// A full step of a decoder of 135M parameters.

import { finetuneStep } from "./finetune-step.js";

export const finetuneDecoder = finetuneStep(
  {
    name: "finetune-decoder",
    summary:
      "a full step on the language-model loss of SmolLM2-135M's shape, 8 x 128 tokens, against " +
      "PyTorch",
  },
  { model: "decoder", rounds: 3, steps: 1 },
);
