// 64 probes on the same features, each with labels of its own, against the plain PyTorch loop run 64 times.

import type { Bench } from "../bench.js";
import { allSeconds } from "../harness/format.js";
import { fastest, interleave, median } from "../harness/interleave.js";
import { compareLosses, epochs, finalLoss, startProbeWork, trainOurs } from "./probe-work.js";

interface Answer {
  readonly seconds: number;
  readonly loss: number;
}

const probes = 64;
const rounds = 3;

export const probes64: Bench = {
  name: "probes-64",
  summary: "64 such probes that share features, against the plain PyTorch loop run 64 times",
  requirement: "ratio at least 80",
  async run(context) {
    const { problem, peer } = await startProbeWork(context, "probe_loop", probes);
    const train = (threads: number, count: number, probe: number) =>
      peer.ask<Answer>({ threads, epochs: count, probe });
    const { best: threads } = await fastest([1, 2], async (n) => (await train(n, 5, 0)).seconds);

    const runs = await interleave(
      rounds,
      () => trainOurs(problem, probes),
      (round) => train(threads, epochs, round),
    );
    const ours = runs.ours.map((run) => run.seconds);
    const each = runs.peer.map((run) => run.seconds);
    const fits = runs.ours[0]!.value;
    const losses = compareLosses(
      runs.peer.map((_, probe) => finalLoss(problem, fits[probe]!, probe)),
      runs.peer.map(({ loss }) => loss),
    );
    context.say(`ours, all 64: ${allSeconds(ours)}`);
    context.say(
      `peer, one probe each: ${allSeconds(each)}, counted 64 times (threads: ${threads}, the better of 1 and 2)`,
    );
    context.say(losses.line);
    const [mine, theirs] = [median(ours), probes * median(each)];
    const ratio = theirs / mine;
    return { ours: mine, peer: theirs, unit: "s", ratio, met: ratio >= 80 && losses.worst < 1e-3 };
  },
};
