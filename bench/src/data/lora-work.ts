// The finetuning benches' work with LoRA on every linear layer of the blocks: the same model, batch
// and loss; adapters and head are trained.

import { type Arrays, adamW, type Signature, type StepSpec } from "@w2s/grad";
import { random } from "@w2s/lab";
import {
  type Architecture,
  initialLora,
  type Lora,
  lora,
  loraParameters,
  weightInputs,
  withLora,
} from "@w2s/models";
import {
  type FinetuneModel,
  type FinetuneWork,
  finetuneWork,
  head,
  wholeLoss,
} from "./finetune-work.js";

export const rank = 8;

export interface LoraWork {
  readonly spec: StepSpec;
  /** Adapters and head. */
  readonly weights: Arrays;
  readonly frozen: Arrays;
  readonly batch: Arrays;
}

export function loraWork(model: FinetuneModel, full: FinetuneWork = finetuneWork(model)): LoraWork {
  const adapters = lora(full.architecture, { rank, targets: "all" });
  const trained: Signature = {
    ...weightInputs(loraParameters(adapters)),
    ...(full.spec.parameters[head] ? { [head]: full.spec.parameters[head] } : {}),
  };
  const frozenNames = Object.keys(full.spec.parameters).filter((name) => !(name in trained));
  const pick = <T>(from: Readonly<Record<string, T>>) =>
    Object.fromEntries(frozenNames.map((name) => [name, from[name]!]));
  const adapted = withAdapters(full.architecture, adapters);
  return {
    spec: {
      ...full.spec,
      parameters: trained,
      frozen: pick(full.spec.parameters),
      optimizer: adamW({ weightDecay: 0.01 }),
      loss: wholeLoss(model, adapted),
    },
    weights: {
      ...initialLora(adapters, random(0, "lora bench").uniform),
      ...(full.weights[head] ? { [head]: full.weights[head] } : {}),
    },
    frozen: pick(full.weights),
    batch: full.batch,
  };
}

/** The architecture with the adapters on, whoever gives the weights. */
function withAdapters(architecture: Architecture, adapters: Lora): Architecture {
  return {
    ...architecture,
    hiddenStates: (batch, weights, ...rest) =>
      architecture.hiddenStates(batch, withLora(weights, adapters), ...rest),
    pooled: (batch, weights, ...rest) =>
      architecture.pooled(batch, withLora(weights, adapters), ...rest),
  };
}
