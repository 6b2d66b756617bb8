// From a model's config to a training step that can run: tracing, differentiating, writing the
// graph, loading it. PyTorch has no such step, unless one compiles; its first step is what a user
// waits for there.

import type { Bench } from "../bench.js";
import { finetuneWork, writeFinetuneWork } from "../data/finetune-work.js";
import { allSeconds, digits } from "../harness/format.js";
import { median, timed } from "../harness/interleave.js";

interface Compiled {
  readonly trace: number;
  readonly load: number;
  readonly segmented: number;
  readonly bytes: number;
}

export const compileBench: Bench = {
  name: "compile",
  summary:
    "compiling the training graph of a decoder of 30 layers, 135M parameters; PyTorch's first " +
    "step beside it",
  requirement: "ours under 2 s",
  async run(context) {
    const files = await writeFinetuneWork(context.folder, finetuneWork("decoder"));
    const runs = await context.interleave(
      3,
      () => context.child<Compiled>("compile", {}),
      async () => {
        const peer = await context.peer("finetune_step", files);
        const { seconds } = await timed(() => peer.ask({ threads: 2, steps: 1 }));
        await peer.close();
        return seconds;
      },
    );
    const ours = runs.ours.map(({ trace, load }) => trace + load);
    const { say } = context;
    say(
      `ours: ${allSeconds(ours)}, of which tracing and writing ` +
        `${allSeconds(runs.ours.map(({ trace }) => trace))}`,
    );
    say(
      `      a graph of ${digits(runs.ours[0]!.bytes / 1e3, 3)} kB; by segments, with the ` +
        `arenas of 135M parameters: ${allSeconds(runs.ours.map(({ segmented }) => segmented))}`,
    );
    say(`peer: ${allSeconds(runs.peer)}: nothing is compiled; its first step`);
    const [own, theirs] = [median(ours), median(runs.peer)];
    return { ours: own, peer: theirs, unit: "s", ratio: theirs / own, met: own < 2 };
  },
};
