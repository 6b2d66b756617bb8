// Pretraining the zoo's sizes and one above: sentences a second of the whole machine, two models
// side by side.

import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defaultMixture, drawBatches, parseMixture, pretrainRecipe, vocabulary } from "@w2s/world";
import type { Bench, Context, Result } from "../bench.js";
import { digits } from "../harness/format.js";
import { fastest, median } from "../harness/interleave.js";
import type { Peer } from "../harness/peer.js";

/** Batches of 256 sentences of equal length, 5 to 32 tokens, of the default mixture. */
const sizes = [8, 16, 32, 64, 128, 256].map((width) => pretrainRecipe({ width, layers: 2 }));
const batchSize = 256;
const rounds = 3;
/** How long each measurement lasts. */
const seconds = 2;

interface Run {
  readonly seconds: number;
  readonly sentences: number;
  readonly loss: number;
}
type Rates = readonly number[];

/** How the peer uses the machine. */
const ways = [
  { processes: 1, threads: 2 },
  { processes: 2, threads: 1 },
];
type Way = (typeof ways)[number];

export const pretrainBench: Bench = {
  name: "pretrain",
  summary: "pretraining decoders of six sizes (2 layers, d 8 to 256) on the world's text",
  requirement: "ratio at least 1.2 for every size",
  async run(context: Context): Promise<Result> {
    const peers = await startPeers(context);
    const best = await bestWays(peers);
    const runs = await context.interleave(
      rounds,
      () => inTurn((size) => oursRate(context, size)),
      () => inTurn((size) => peerRate(peers, size, best[size]!)),
    );
    const ratios = sizes.map(({ width }, i) => {
      const [ours, peer] = [runs.ours, runs.peer].map((list) =>
        median(list.map((rates) => rates[i]!)),
      );
      const { processes, threads } = best[i]!;
      const counted = (count: number, one: string, many: string) =>
        `${count} ${count === 1 ? one : many}`;
      const how = [
        counted(processes, "process", "processes"),
        counted(threads, "thread", "threads"),
      ].join(", ");
      context.say(
        `d ${String(width).padStart(3)}: ours ${digits(ours!)} sentences/s, peer ` +
          `${digits(peer!)} (${how}); ratio ${digits(ours! / peer!, 3)}`,
      );
      return { ours: ours!, peer: peer!, ratio: ours! / peer! };
    });
    const worst = ratios.reduce((least, one) => (one.ratio < least.ratio ? one : least));
    return { ...worst, unit: "sentences/s", met: worst.ratio >= 1.2 };
  },
};

async function startPeers({ folder, peer }: Context): Promise<readonly Peer[]> {
  const { steps, tokens, answers } = drawBatches(
    parseMixture(defaultMixture),
    0,
    0,
    64 * batchSize,
    batchSize,
  );
  const files = { tokens: join(folder, "tokens.i32"), answers: join(folder, "answers.i32") };
  writeFileSync(files.tokens, tokens);
  writeFileSync(files.answers, answers);
  const setup = {
    words: vocabulary.length,
    sizes: sizes.map(({ width, layers, heads, feedForward }) => ({
      ...{ width, layers, heads },
      feed_forward: feedForward,
    })),
    steps: steps.map(({ sentences, length, answer }) => [sentences, length, answer]),
    ...files,
  };
  return Promise.all([peer("pretrain", setup), peer("pretrain", setup)]);
}

/** Two models of one size side by side, one thread each: sentences a second of both. */
async function oursRate({ child }: Context, size: number): Promise<number> {
  const { width, layers } = sizes[size]!;
  const one = () => child<Run>("pretrain", { options: { width, layers, batchSize }, seconds });
  return rateOf(
    await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, one)),
  );
}

async function peerRate(
  peers: readonly Peer[],
  size: number,
  { processes, threads }: Way,
  time = seconds,
): Promise<number> {
  const working = peers.slice(0, processes);
  return rateOf(
    await Promise.all(working.map((peer) => peer.ask<Run>({ size, threads, seconds: time }))),
  );
}

const rateOf = (runs: readonly Run[]): number =>
  runs.reduce((sum, run) => sum + run.sentences / run.seconds, 0);

/** For each size the way that is fastest, after a warm-up. */
async function bestWays(peers: readonly Peer[]): Promise<readonly Way[]> {
  const best: Way[] = [];
  for (const size of sizes.keys()) {
    const found = await fastest(
      ways,
      async (way) => 1 / (await peerRate(peers, size, way, seconds / 2)),
    );
    best.push(found.best);
  }
  return best;
}

async function inTurn(measure: (size: number) => Promise<number>): Promise<Rates> {
  const rates: number[] = [];
  for (const size of sizes.keys()) rates.push(await measure(size));
  return rates;
}
