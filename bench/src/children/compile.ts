// Makes a training step of a decoder ready in a fresh process, and prints what that takes: the
// first time, when the runtime's code is cold.

import { gradientProgram, nodeRuntime, StepTrainer } from "@w2s/grad";
import { finetuneWork, segmentedWork } from "../data/finetune-work.js";

const work = finetuneWork("decoder");
const start = performance.now();
const program = gradientProgram(work.spec);
const traced = performance.now();
const executable = await nodeRuntime.load(program, { threads: 2, planned: false });
const loaded = performance.now();
await executable.release();
const again = performance.now();
// The arenas are part of it here: 135M parameters, their gradients and Adam's two slots, all zero
// but the parameters.
const trainer = await StepTrainer.load(nodeRuntime, segmentedWork(work).spec, work.weights, {
  threads: 2,
});
const segmented = performance.now();
await trainer.release();
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    trace: (traced - start) / 1000,
    load: (loaded - traced) / 1000,
    segmented: (segmented - again) / 1000,
    bytes: program.model.length,
    cpu: (user + system) / 1e6,
  }),
);
