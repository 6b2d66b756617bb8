// Peak memory of training 256 probes, above what the process holds once its runtime and its data
// are in memory.

import type { Bench, Context } from "../bench.js";
import type { ProbeMemorySetup } from "../children/probe-memory.js";
import { probeProblem, writeProblem } from "../data/probe-data.js";
import { digits, megabytes } from "../harness/format.js";
import { median } from "../harness/interleave.js";

interface Memory {
  /** Bytes. */
  readonly base: number;
  readonly peak: number;
  /** Of the base: what a first, tiny training left, mostly code of the runtime. */
  readonly runtime: number;
}

const size: ProbeMemorySetup = { rows: 10_000, width: 768, probes: 256, epochs: 30 };
/** The data's own size: features, and one number a row and probe. */
const dataBytes = 4 * size.rows * (size.width + size.probes);

export const probes256Memory: Bench = {
  name: "probes-256-memory",
  summary:
    "peak memory of 256 probes on 10,000 x 768 features, in units of the data's size, against " +
    "batched PyTorch",
  requirement: "ours under 1.4",
  async run(context) {
    const files = writeProblem(context.folder, probeProblem(size.rows, size.width, size.probes));
    const runs = await context.interleave(
      3,
      () => context.child<Memory>("probe-memory", size),
      () => peerMemory(context, files),
    );
    const ours = median(runs.ours.map(inData));
    const theirs = median(runs.peer.map(inData));
    context.say(
      `data: ${megabytes(dataBytes)} (features, and one float a row and probe); ${size.epochs} ` +
        "epochs",
    );
    context.say(`ours: ${runs.ours.map(shown).join("; ")}`);
    context.say(`peer: ${runs.peer.map(shown).join("; ")}`);
    const [own, torch] = [runs.ours, runs.peer].map((side) =>
      median(side.map(({ runtime }) => runtime)),
    );
    context.say(
      `in the bases: a first, tiny training, ours ${megabytes(own!)}, peer ${megabytes(torch!)}`,
    );
    return { ours, peer: theirs, unit: "x the data", ratio: theirs / ours, met: ours < 1.4 };
  },
};

async function peerMemory(context: Context, files: object): Promise<Memory> {
  const peer = await context.peer("probe_memory", files);
  const memory = await peer.ask<Memory>({ epochs: size.epochs, batch: 128, rate: 1e-3 });
  await peer.close();
  return memory;
}

function inData({ base, peak }: Memory): number {
  return (peak - base) / dataBytes;
}

function shown(memory: Memory): string {
  return (
    `${megabytes(memory.peak - memory.base)} above ${megabytes(memory.base)} ` +
    `(${digits(inData(memory), 3)})`
  );
}
