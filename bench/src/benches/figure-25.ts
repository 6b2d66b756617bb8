// All probes of an error-structure figure against the plain PyTorch loop, one probe after another.

import { nodeRuntime } from "@w2s/grad";
import { confidence, naive, random } from "@w2s/lab";
import {
  fitAdamProbes,
  inLanes,
  type ProbeFit,
  type ProbeRecipe,
  type ProbeStudent,
  predictProbe,
  probeRecipe,
} from "@w2s/lab/internals";
import type { Bench, Context } from "../bench.js";
import { type ProbeProblem, probeProblem, writeProblem } from "../data/probe-data.js";
import { digits } from "../harness/format.js";
import { timed } from "../harness/interleave.js";
import type { Peer } from "../harness/peer.js";

const [tasks, seeds, structures, epochs] = [6, 5, 6, 200];
const methods = [naive(), confidence()];
const probes = tasks * seeds * structures * methods.length;
const cores = 2;
const mostSeconds = 120;
const recipe = probeRecipe({ epochs, selection: "last" }) as Extract<
  ProbeRecipe,
  { solver: "adam" }
>;

interface LoopRun {
  readonly seconds: number;
  readonly loss: number;
}

export const figure25: Bench = {
  name: "figure-25",
  summary:
    `the ${probes} probes of an error-structure figure (6 structures x 2 methods x 6 tasks x 5 ` +
    "seeds, 10,000 x 384, 200 epochs), against the plain PyTorch loop",
  requirement: `ours under ${mostSeconds} s, ratio at least 40`,
  async run(context) {
    const problems = Array.from({ length: tasks }, (_, task) =>
      probeProblem(10_000, 384, structures, task + 1),
    );
    const peer = await startPeer(context, problems[0]!);
    let first: readonly ProbeFit[] | undefined;
    // One round: it holds 30 trainings, and the peer's probes are counted 180 times each.
    const runs = await context.interleave(
      1,
      () =>
        timed(async () => {
          [first] = await allFits(problems);
        }),
      () => loops(peer),
    );
    const [ours, loop] = [runs.ours[0]!.seconds, runs.peer[0]!];
    const each = probes / methods.length;
    const theirs = loop.reduce((sum, { seconds }) => sum + each * seconds, 0);
    const losses = methods.map((_, m) => [meanLoss(problems[0]!, first![m]!), loop[m]!.loss]);
    methods.forEach(({ name }, m) => {
      const [own, other] = losses[m]!;
      context.say(
        `${name}: peer ${digits(loop[m]!.seconds, 3)} s a probe, the better of 1 and 2 threads, ` +
          `counted ${each} times; final losses ours ${own!.toFixed(5)}, peer ${other!.toFixed(5)}`,
      );
    });
    const apart = Math.max(...losses.map(([own, other]) => Math.abs(own! - other!)));
    const ratio = theirs / ours;
    const met = ours < mostSeconds && ratio >= 40 && apart < 1e-3;
    return { ours, peer: theirs, unit: "s", ratio, met };
  },
};

/** Every task and seed is a pass, and two of them run beside each other, as a study's do. */
function allFits(problems: readonly ProbeProblem[]): Promise<ProbeFit[][]> {
  const passes = problems.flatMap((problem) =>
    Array.from({ length: seeds }, (_, seed) => ({ problem, seed })),
  );
  return inLanes(passes, cores, { runtime: nodeRuntime }, ({ problem, seed }, { apart }) =>
    fitAdamProbes(studentsOf(problem), problem.data, recipe, {
      runtime: apart(),
      seed,
      threads: 1,
    }),
  );
}

/** Each label set by both methods, one after the other. */
function studentsOf({ students }: ProbeProblem): ProbeStudent[] {
  return students.flatMap((student) =>
    methods.map((method) => ({ ...student, name: `${student.name}, ${method.name}`, method })),
  );
}

function startPeer({ folder, peer }: Context, problem: ProbeProblem): Promise<Peer> {
  const draw = random(0, "data order");
  const orders = new Int32Array(epochs * problem.rows);
  for (let epoch = 0; epoch < epochs; epoch++) {
    orders.set(draw.shuffle(problem.data.train.slice()), epoch * problem.rows);
  }
  const { batchSize, learningRate } = recipe;
  const setup = { ...writeProblem(folder, problem, orders), batch: batchSize, rate: learningRate };
  return peer("figure_25", setup);
}

/** One probe a method, each with the better of two thread counts. */
async function loops(peer: Peer): Promise<LoopRun[]> {
  const runs: LoopRun[] = [];
  for (const { name } of methods) {
    const own: LoopRun[] = [];
    for (const threads of [1, 2]) {
      own.push(await peer.ask<LoopRun>({ threads, epochs, probe: 0, method: name }));
    }
    runs.push(own.reduce((best, run) => (run.seconds < best.seconds ? run : best)));
  }
  return runs;
}

/** Mean cross-entropy to the first label set over all training rows. */
function meanLoss({ data, labels }: ProbeProblem, fit: ProbeFit): number {
  const said = predictProbe(fit, data, data.train).data;
  const total = labels[0]!.reduce((sum, label, row) => sum - Math.log(said[2 * row + label]!), 0);
  return total / data.train.length;
}
