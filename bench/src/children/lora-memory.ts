// Takes finetuning steps in a fresh process, full ones or with LoRA, and prints the process's peak
// memory.

import { nodeRuntime, StepTrainer } from "@w2s/grad";
import { type FinetuneModel, finetuneWork, learningRate } from "../data/finetune-work.js";
import { loraWork } from "../data/lora-work.js";
import { markMemory, peakMemory } from "../harness/memory.js";

export interface LoraMemorySetup {
  readonly model: FinetuneModel;
  readonly kind: "full" | "lora";
  readonly steps: number;
}

const { model, kind, steps } = JSON.parse(process.argv[2]!) as LoraMemorySetup;
const base = process.memoryUsage.rss();
const trainer = await load();
globalThis.gc?.();
markMemory();
for (let i = 0; i < steps; i++) await trainer.step();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ base, peak: peakMemory(), cpu: (user + system) / 1e6 }));

/**
 * Full finetuning copies the weights and leaves the model's own behind; LoRA reads them where they
 * are.
 */
async function load(): Promise<{ step: () => Promise<unknown> }> {
  const full = finetuneWork(model);
  const work = kind === "full" ? { ...full, frozen: {} } : loraWork(model, full);
  const trainer = await StepTrainer.load(nodeRuntime, work.spec, work.weights, { threads: 2 });
  const { batch, frozen } = work;
  return { step: () => trainer.step([batch], frozen, learningRate) };
}
