// 64 probes against what an expert writes in PyTorch: one weight matrix for all of them, the best
// optimizer variant.

import type { Bench } from "../bench.js";
import { allSeconds, digits } from "../harness/format.js";
import { fastest, median } from "../harness/interleave.js";
import { compareLosses, epochs, finalLoss, startProbeWork, trainOurs } from "./probe-work.js";

interface Answer {
  readonly seconds: number;
  readonly losses: readonly number[];
}

const probes = 64;
const short = 10;
const variants = ["default", "foreach", "fused", "compiled"].flatMap((adam) =>
  [1, 2].map((threads) => ({ adam, threads })),
);

export const probes64Batched: Bench = {
  name: "probes-64-batched",
  summary: "64 such probes, against one batched PyTorch model of 64 columns, its best variant",
  requirement: "ratio at least 2",
  async run(context) {
    const { problem, peer } = await startProbeWork(context, "probe_batched", probes);
    const { best, seconds } = await fastest(variants, async (variant) => {
      return (await peer.ask<Answer>({ ...variant, epochs: short })).seconds;
    });
    const tried = variants.map((variant) => {
      const time = seconds.get(variant);
      return `${nameOf(variant)} ${time === undefined ? "failed" : digits(time * 1000, 3)}`;
    });
    context.say(`peer, ms for ${short} epochs: ${tried.join(", ")}`);

    const runs = await context.interleave(
      5,
      () => trainOurs(problem, probes),
      () => peer.ask<Answer>({ ...best, epochs }),
    );
    const [ours, theirs] = [
      runs.ours.map((run) => run.seconds),
      runs.peer.map((run) => run.seconds),
    ];
    const own = runs.ours[0]!.value.map((fit, set) => finalLoss(problem, fit, set));
    const losses = compareLosses(own, runs.peer[0]!.losses);
    context.say(`ours: ${allSeconds(ours)}`);
    context.say(`peer: ${allSeconds(theirs)} (${nameOf(best)})`);
    context.say(losses.line);
    const ratio = median(theirs) / median(ours);
    return {
      ours: median(ours),
      peer: median(theirs),
      unit: "s",
      ratio,
      met: ratio >= 2 && losses.worst < 1e-3,
    };
  },
};

function nameOf({ adam, threads }: (typeof variants)[number]): string {
  return `${adam} x${threads}`;
}
