// LoRA steps: finetune steps that train adapters beside frozen weights.

import { type FinetunePayload, finetuneKind } from "./finetune-step.js";
import type { StepKind } from "./step.js";

export const loraKind: StepKind<FinetunePayload> = { ...finetuneKind, name: "lora", version: 3 };
