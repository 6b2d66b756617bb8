// One probe against the loop that a user of PyTorch writes.

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

export const probe: Bench = {
  name: "probe",
  summary:
    "1 linear probe, 10,000 x 384, Adam, batch 128, 200 epochs, against a plain PyTorch loop",
  requirement: "ratio at least 4.5",
  async run(context) {
    const { problem, peer } = await startProbeWork(context, "probe_loop", 1);
    const runs = await context.interleave(
      5,
      () => trainOurs(problem, 1),
      () => trainLoop(peer, 0),
    );
    const times = runs.ours.map((run) => run.seconds);
    const best = bestThreads(runs.peer);
    const losses = compareLosses(
      [finalLoss(problem, runs.ours[0]!.value[0]!, 0)],
      [runs.peer[0]!.runs[0]!.loss],
    );
    context.say(`ours: ${allSeconds(times)}`);
    for (const line of best.lines) context.say(`peer: ${line}`);
    context.say(losses.line);
    const [ours, theirs] = [median(times), best.seconds];
    const ratio = theirs / ours;
    return { ours, peer: theirs, unit: "s", ratio, met: ratio >= 4.5 && losses.worst < 1e-3 };
  },
};
