// Several students of one small model, trained together, against PyTorch's loop for one after
// another.

import { finetuneSideBySide } from "@w2s/lab/internals";
import type { Bench } from "../bench.js";
import { manyWork, recipe, students, writeManyWork } from "../data/many-work.js";
import { allSeconds, digits } from "../harness/format.js";
import { fastest, median, timed } from "../harness/interleave.js";

const rounds = 3;

type Kind = "loop" | "stacked";

interface PeerRun {
  /** For all students. */
  readonly seconds: number;
  /** Each student's mean loss over the last epoch. */
  readonly losses: readonly number[];
}

export const finetuneMany: Bench = {
  name: "finetune-many",
  summary:
    "8 students of one small decoder (d = 64, 3 layers, 32 x 16 tokens a step), seeds and " +
    "labels of their own, against PyTorch's loop for each",
  requirement: "ratio at least 3",
  async run({ folder, peer: start, interleave, say }) {
    const work = manyWork();
    const peer = await start("finetune_many", await writeManyWork(folder, work));
    const loop = (kind: Kind, threads: number, part: object = {}) =>
      peer.ask<PeerRun>({ kind, threads, ...part });
    // A few steps tell which number of threads is the better one.
    const quickest = async (kind: Kind) =>
      (await fastest([2, 1], async (n) => (await loop(kind, n, { only: 1, most: 24 })).seconds))
        .best;
    const [threads, stackedThreads] = [await quickest("loop"), await quickest("stacked")];
    const runs = await interleave(
      rounds,
      () => timed(() => finetuneSideBySide(work.students, recipe)),
      () => loop("loop", threads),
    );
    const together = await loop("stacked", stackedThreads);
    await peer.close();
    const own = runs.ours.map(({ seconds }) => seconds);
    const theirs = runs.peer.map(({ seconds }) => seconds);
    const losses = runs.ours[0]!.value.map(({ curve }) => curve.loss.at(-1)!);
    const apart = Math.max(
      ...losses.map((loss, s) => Math.abs(loss - runs.peer[0]!.losses[s]!) / loss),
      ...losses.map((loss, s) => Math.abs(loss - together.losses[s]!) / loss),
    );
    const steps = runs.ours[0]!.value[0]!.curve.steps.at(-1)!;
    const each = (seconds: number) =>
      `${digits((1e3 * seconds) / steps / students, 3)} ms a step and student`;
    say(`${students} students, ${steps} steps each, all of the call counted, compiling included:`);
    say(`  ours: ${allSeconds(own)}: ${each(median(own))}`);
    say(
      `  peer, one after another: ${allSeconds(theirs)}: ${each(median(theirs))} (threads: ` +
        `${threads}, the better of 1 and 2)`,
    );
    say(
      `  peer, stacked by hand along a students axis: ${digits(together.seconds, 3)} s: ` +
        `${each(together.seconds)} ` +
        `(threads: ${stackedThreads}, the better of 1 and 2); ours is ` +
        `${digits(together.seconds / median(own), 3)} times as fast`,
    );
    say(
      `  losses of the last epoch: ours ${digits(losses[0]!, 5)}, peer ` +
        `${digits(runs.peer[0]!.losses[0]!, 5)}; of all, apart by at most ` +
        `${apart.toExponential(1)}`,
    );
    const ratio = median(theirs) / median(own);
    return {
      ours: median(own),
      peer: median(theirs),
      unit: "s",
      ratio,
      met: ratio >= 3 && apart < 1e-2,
    };
  },
};
