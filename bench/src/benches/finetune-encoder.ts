// A full step of a small encoder.

import { finetuneStep } from "./finetune-step.js";

export const finetuneEncoder = finetuneStep(
  {
    name: "finetune-encoder",
    summary: "a full finetuning step of MiniLM's shape, 32 x 128 tokens, against PyTorch",
  },
  { model: "encoder", rounds: 5, steps: 2 },
);
