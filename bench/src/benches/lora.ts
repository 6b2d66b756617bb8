// A LoRA step against a full step of the same model on the same batch, and their memory; PyTorch
// with peft beside it.

import { type Arrays, nodeRuntime, StepTrainer } from "@w2s/grad";
import type { Bench, Context } from "../bench.js";
import type { LoraMemorySetup } from "../children/lora-memory.js";
import {
  batches,
  type FinetuneModel,
  finetuneWork,
  learningRate,
  writeFinetuneWork,
} from "../data/finetune-work.js";
import { loraWork, rank } from "../data/lora-work.js";
import { allSeconds, digits, megabytes } from "../harness/format.js";
import { fastest, median, timed } from "../harness/interleave.js";

const rounds = 3;

export const loraBench: Bench = {
  name: "lora",
  summary:
    "a step with LoRA on all layers of SmolLM2-135M's shape, 8 x 128 tokens, against our own " +
    "full step; then MiniLM's",
  requirement: "at least 1.4 times the full step's speed, under 60% of its memory",
  async run(context) {
    const { speed, memory, seconds } = await compare(context, "decoder");
    await compare(context, "encoder");
    return { ...seconds, unit: "s", ratio: speed, met: speed >= 1.4 && memory < 0.6 };
  },
};

/** LoRA against full: how many times as fast, and with what share of the memory. */
async function compare(context: Context, model: FinetuneModel) {
  const { texts, tokens } = batches[model];
  context.say(`${model}, ${texts} x ${tokens} tokens, rank ${rank}:`);
  const seconds = await stepSeconds(context, model);
  const memory = await memoryShare(context, model);
  const speed = seconds.peer / seconds.ours;
  context.say(
    `  LoRA takes 1/${digits(speed, 3)} of the full step's time and ${digits(100 * memory, 3)}% ` +
      "of its memory",
  );
  return { speed, memory, seconds };
}

async function stepSeconds(context: Context, model: FinetuneModel) {
  const full = finetuneWork(model);
  const adapted = loraWork(model, full);
  const peer = await context.peer("lora_step", {
    ...(await writeFinetuneWork(context.folder, full)),
    rank,
  });
  const theirs = (threads: number) => peer.ask<{ seconds: number }>({ threads });
  const [whole, lora] = [
    await stepper(full.spec, full.weights, {}, full.batch),
    await stepper(adapted.spec, adapted.weights, adapted.frozen, adapted.batch),
  ];
  const { best } = await fastest([2, 1], async (threads) => (await theirs(threads)).seconds);
  await whole.step();
  await lora.step();
  const runs = await context.interleave(
    rounds,
    () => timed(lora.step),
    async () => ({ full: (await timed(whole.step)).seconds, peft: (await theirs(best)).seconds }),
  );
  await Promise.all([whole.release(), lora.release(), peer.close()]);
  const ours = runs.ours.map(({ seconds }) => seconds);
  const ownFull = runs.peer.map(({ full }) => full);
  const peft = runs.peer.map((run) => run.peft);
  context.say(`  ours, LoRA: ${allSeconds(ours)} a step; ours, full: ${allSeconds(ownFull)}`);
  context.say(
    `  PyTorch with peft, LoRA: ${allSeconds(peft)} (threads: ${best}, the better of 1 and 2), ` +
      `ours ${digits(median(peft) / median(ours), 3)} times as fast`,
  );
  return { ours: median(ours), peer: median(ownFull) };
}

async function stepper(
  spec: Parameters<typeof StepTrainer.load>[1],
  weights: Arrays,
  frozen: Arrays,
  batch: Arrays,
) {
  const trainer = await StepTrainer.load(nodeRuntime, spec, weights, { threads: 2 });
  return {
    step: () => trainer.step([batch], frozen, learningRate),
    release: () => trainer.release(),
  };
}

/**
 * Peak memory of LoRA as a share of that of full finetuning, each above a fresh process with the
 * code loaded.
 */
async function memoryShare({ child, say }: Context, model: FinetuneModel): Promise<number> {
  const measure = async (kind: LoraMemorySetup["kind"]) => {
    const setup: LoraMemorySetup = { model, kind, steps: 2 };
    const { base, peak } = await child<{ base: number; peak: number }>("lora-memory", setup);
    return peak - base;
  };
  const [full, lora] = [await measure("full"), await measure("lora")];
  say(
    `  peak memory of steps, above a fresh process: LoRA ${megabytes(lora)}, full ` +
      `${megabytes(full)}`,
  );
  return lora / full;
}
