// Peak memory of full finetuning steps, with all that the way back needs kept, and with each block
// computed once more instead.

import type { Bench, Context } from "../bench.js";
import type { FinetuneMemorySetup } from "../children/finetune-memory.js";
import { type FinetuneModel, finetuneWork, writeFinetuneWork } from "../data/finetune-work.js";
import { digits, megabytes } from "../harness/format.js";
import { median } from "../harness/interleave.js";

interface Memory {
  /** Bytes: before the model is there, and the most. */
  readonly base: number;
  readonly peak: number;
  readonly losses: readonly number[];
}

const steps = 2;

export const finetuneMemory: Bench = {
  name: "finetune-memory",
  summary:
    "peak resident memory of full finetuning steps of MiniLM's shape, plain and by recomputing, " +
    "against PyTorch; then a decoder's",
  requirement: "ours at most PyTorch's, with recompute at most half of PyTorch's plain",
  async run(context) {
    const encoder = await measure(context, "encoder", 2);
    await measure(context, "decoder", 1);
    const { plain, recomputed, peer } = encoder;
    return {
      ours: plain / 1e6,
      peer: peer / 1e6,
      unit: "MB",
      ratio: peer / plain,
      met: plain <= peer && recomputed <= peer / 2,
    };
  },
};

/** Median peaks in bytes. */
async function measure(context: Context, model: FinetuneModel, rounds: number) {
  const files = await writeFinetuneWork(context.folder, finetuneWork(model));
  const ours = (recompute: boolean) =>
    context.child<Memory>("finetune-memory", {
      model,
      recompute,
      steps,
    } satisfies FinetuneMemorySetup);
  const runs = await context.interleave(
    rounds,
    async () => ({ plain: await ours(false), recomputed: await ours(true) }),
    async () => ({
      plain: await theirs(context, files, false),
      checkpointed: await theirs(context, files, true),
    }),
  );
  const side = {
    "ours, plain": runs.ours.map(({ plain }) => plain),
    "ours, recompute": runs.ours.map(({ recomputed }) => recomputed),
    "peer, plain": runs.peer.map(({ plain }) => plain),
    "peer, gradient checkpointing": runs.peer.map(({ checkpointed }) => checkpointed),
  };
  const peer = median(side["peer, plain"].map(({ peak }) => peak));
  context.say(
    `${model}, peak resident memory (and above a process that has loaded its libraries):`,
  );
  for (const [name, list] of Object.entries(side)) {
    const peak = median(list.map((memory) => memory.peak));
    const above = median(list.map((memory) => memory.peak - memory.base));
    context.say(
      `  ${name}: ${megabytes(peak)} (${megabytes(above)}), ${digits(peak / peer, 3)} of the ` +
        `peer's plain; last loss ${list[0]!.losses.at(-1)!.toFixed(5)}`,
    );
  }
  return {
    plain: median(side["ours, plain"].map(({ peak }) => peak)),
    recomputed: median(side["ours, recompute"].map(({ peak }) => peak)),
    peer,
  };
}

async function theirs(context: Context, files: object, checkpointing: boolean): Promise<Memory> {
  const peer = await context.peer("finetune_memory", { ...files, checkpointing });
  const memory = await peer.ask<Memory>({ threads: 2, steps });
  await peer.close();
  return memory;
}
