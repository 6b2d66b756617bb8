// Takes finetuning steps in a fresh process and prints how far its memory rose: above nothing, and
// above a process that has its modules and has trained something tiny.

import { input, mean, nodeRuntime, StepTrainer, sgd, square, zerosArray } from "@w2s/grad";
import {
  type FinetuneModel,
  finetuneWork,
  learningRate,
  segmentedWork,
} from "../data/finetune-work.js";
import { markMemory, peakMemory } from "../harness/memory.js";

export interface FinetuneMemorySetup {
  readonly model: FinetuneModel;
  readonly recompute: boolean;
  readonly steps: number;
}

const { model, recompute, steps } = JSON.parse(process.argv[2]!) as FinetuneMemorySetup;
await trainTiny();
globalThis.gc?.();
const base = markMemory();
const { trainer, batch } = await load();
globalThis.gc?.();
const losses: number[] = [];
for (let i = 0; i < steps; i++) losses.push((await trainer.step([batch], {}, learningRate)).loss);
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ base, peak: peakMemory(), losses, cpu: (user + system) / 1e6 }));

/** The drawn weights are left behind: the trainer has its own. */
async function load() {
  const work = finetuneWork(model);
  const { spec, batch } = recompute ? segmentedWork(work) : work;
  return {
    trainer: await StepTrainer.load(nodeRuntime, spec, work.weights, { threads: 2 }),
    batch,
  };
}

async function trainTiny(): Promise<void> {
  const parameters = { w: input("float32", [8]) };
  const tiny = await StepTrainer.load(
    nodeRuntime,
    { parameters, inputs: {}, optimizer: sgd(), loss: ({ weights }) => mean(square(weights.w!)) },
    { w: zerosArray("float32", [8]) },
  );
  await tiny.step([{}], {}, 0.1);
  await tiny.release();
}
