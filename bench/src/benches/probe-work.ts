// The work of the three probe benches: 10,000 x 384, Adam at 1e-3, batches of 128, 200 epochs.

import { nodeRuntime } from "@w2s/grad";
import { random } from "@w2s/lab";
import {
  fitAdamProbes,
  type ProbeFit,
  type ProbeRecipe,
  predictProbe,
  probeRecipe,
} from "@w2s/lab/internals";
import type { Context } from "../bench.js";
import { type ProbeProblem, probeProblem, writeProblem } from "../data/probe-data.js";
import { allSeconds } from "../harness/format.js";
import { median, timed } from "../harness/interleave.js";
import type { Peer } from "../harness/peer.js";

export const epochs = 200;
const seed = 0;
const recipe = probeRecipe({ epochs, selection: "last" }) as Extract<
  ProbeRecipe,
  { solver: "adam" }
>;

export interface ProbeWork {
  readonly problem: ProbeProblem;
  readonly peer: Peer;
}

/** Draws the data and starts the peer on it, with the very order of rows that ours will take. */
export async function startProbeWork(
  { folder, peer }: Context,
  script: string,
  probes: number,
): Promise<ProbeWork> {
  const problem = probeProblem(10_000, 384, probes);
  const { batchSize, learningRate } = recipe;
  const setup = {
    ...writeProblem(folder, problem, dataOrders(problem)),
    batch: batchSize,
    rate: learningRate,
  };
  return { problem, peer: await peer(script, setup) };
}

/** As `fitAdamProbes` draws it: the peer's losses are then comparable to the last digits. */
function dataOrders({ data, rows }: ProbeProblem): Int32Array {
  const draw = random(seed, "data order");
  const orders = new Int32Array(epochs * rows);
  for (let epoch = 0; epoch < epochs; epoch++)
    orders.set(draw.shuffle(data.train.slice()), epoch * rows);
  return orders;
}

/**
 * Trains the first `count` probes together: the whole call, session creation and validation
 * included.
 */
export function trainOurs(
  { data, students }: ProbeProblem,
  count: number,
): Promise<{ seconds: number; value: ProbeFit[] }> {
  return timed(() =>
    fitAdamProbes(students.slice(0, count), data, recipe, { runtime: nodeRuntime, seed }),
  );
}

/**
 * The mean cross-entropy of a trained probe over all training rows, as the peers compute theirs.
 */
export function finalLoss({ data, labels }: ProbeProblem, fit: ProbeFit, set: number): number {
  const chosen = predictProbe(fit, data, data.train).data;
  const total = labels[set]!.reduce(
    (sum, label, row) => sum - Math.log(chosen[2 * row + label]!),
    0,
  );
  return total / data.train.length;
}

/** The largest difference of final losses, and a line that shows some. */
export function compareLosses(
  ours: readonly number[],
  peer: readonly number[],
): { worst: number; line: string } {
  const worst = Math.max(...ours.map((loss, i) => Math.abs(loss - peer[i]!)));
  const shown = (losses: readonly number[]) =>
    losses
      .slice(0, 3)
      .map((loss) => loss.toFixed(5))
      .join(", ");
  const line =
    `final losses: ours ${shown(ours)}, peer ${shown(peer)}; ` +
    `largest difference ${worst.toExponential(1)}`;
  return { worst, line };
}

/** One run of the plain loop for one probe. */
interface LoopRun {
  readonly seconds: number;
  readonly loss: number;
}

/** The plain loop with each thread count, once. */
export interface LoopRound {
  readonly probe: number;
  readonly runs: readonly LoopRun[];
}

const threadCounts = [1, 2];

export async function trainLoop(peer: Peer, probe: number): Promise<LoopRound> {
  const runs: LoopRun[] = [];
  for (const threads of threadCounts)
    runs.push(await peer.ask<LoopRun>({ threads, epochs, probe }));
  return { probe, runs };
}

/** The thread count whose median is best, its times, and a line for each. */
export function bestThreads(rounds: readonly LoopRound[]): { seconds: number; lines: string[] } {
  const times = threadCounts.map((_, i) => rounds.map(({ runs }) => runs[i]!.seconds));
  const lines = times.map((list, i) => `${allSeconds(list)} (threads: ${threadCounts[i]})`);
  return { seconds: Math.min(...times.map(median)), lines };
}
