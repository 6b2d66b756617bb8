// 64 probes on the same features, each with labels of its own, against the plain PyTorch loop run
// 64 times.

import type { Bench } from "../bench.js";
import { allSeconds } from "../harness/format.js";
import { median } from "../harness/interleave.js";
import {
  bestThreads,
  compareLosses,
  finalLoss,
  startProbeWork,
  trainLoop,
  trainOurs,
} from "./probe-work.js";

const probes = 64;

export const probes64: Bench = {
  name: "probes-64",
  summary: "64 such probes that share features, against the plain PyTorch loop run 64 times",
  requirement: "ratio at least 90",
  async run(context) {
    const { problem, peer } = await startProbeWork(context, "probe_loop", probes);
    const runs = await context.interleave(
      3,
      () => trainOurs(problem, probes),
      (probe) => trainLoop(peer, probe),
    );
    const times = runs.ours.map((run) => run.seconds);
    const best = bestThreads(runs.peer);
    const fits = runs.ours[0]!.value;
    const losses = compareLosses(
      runs.peer.map(({ probe }) => finalLoss(problem, fits[probe]!, probe)),
      runs.peer.map((round) => round.runs[0]!.loss),
    );
    context.say(`ours, all 64: ${allSeconds(times)}`);
    for (const line of best.lines) context.say(`peer, one probe each, counted 64 times: ${line}`);
    context.say(losses.line);
    const [ours, theirs] = [median(times), probes * best.seconds];
    const ratio = theirs / ours;
    return { ours, peer: theirs, unit: "s", ratio, met: ratio >= 90 && losses.worst < 1e-3 };
  },
};
