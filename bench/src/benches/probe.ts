// One probe against the loop that a user of PyTorch writes.

import type { Bench } from "../bench.js";
import { allSeconds } from "../harness/format.js";
import { fastest, interleave, median } from "../harness/interleave.js";
import { compareLosses, epochs, finalLoss, startProbeWork, trainOurs } from "./probe-work.js";

interface Answer {
  readonly seconds: number;
  readonly loss: number;
}

export const probe: Bench = {
  name: "probe",
  summary: "1 linear probe, 10,000 x 384, Adam, batch 128, 200 epochs, against a plain PyTorch loop",
  requirement: "ratio at least 4",
  async run(context) {
    const { problem, peer } = await startProbeWork(context, "probe_loop", 1);
    const train = (threads: number, count: number) => peer.ask<Answer>({ threads, epochs: count, probe: 0 });
    const { best: threads } = await fastest([1, 2], async (n) => (await train(n, 5)).seconds);

    const runs = await interleave(
      5,
      () => trainOurs(problem, 1),
      () => train(threads, epochs),
    );
    const [ours, theirs] = [runs.ours.map((run) => run.seconds), runs.peer.map((run) => run.seconds)];
    const losses = compareLosses([finalLoss(problem, runs.ours[0]!.value[0]!, 0)], [runs.peer[0]!.loss]);
    context.say(`ours: ${allSeconds(ours)}`);
    context.say(`peer: ${allSeconds(theirs)} (threads: ${threads}, the better of 1 and 2)`);
    context.say(losses.line);
    const ratio = median(theirs) / median(ours);
    return {
      ours: median(ours),
      peer: median(theirs),
      unit: "s",
      ratio,
      met: ratio >= 4 && losses.worst < 1e-3,
    };
  },
};
