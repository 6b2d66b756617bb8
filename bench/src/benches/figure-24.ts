// All regressions of a simulation-difficulty figure against scikit-learn in a loop, and whether
// their coefficients are the same.

import { nodeRuntime } from "@w2s/grad";
import {
  fitLogisticProbes,
  inLanes,
  type ProbeFit,
  type ProbeRecipe,
  predictProbe,
  probeRecipe,
} from "@w2s/lab/internals";
import type { Bench, Context } from "../bench.js";
import {
  type DifficultyData,
  type DifficultySeed,
  difficulty,
  difficultyData,
  fitData,
  flipped,
  regressionsOn,
} from "../data/difficulty-data.js";
import { writeRaw } from "../data/files.js";
import { allSeconds, digits } from "../harness/format.js";
import { fastest, median, timed } from "../harness/interleave.js";
import type { Peer } from "../harness/peer.js";

type Logistic = Extract<ProbeRecipe, { solver: "lbfgs" }>;
const recipeOf = (stopping: "scikit-learn" | "optimum") =>
  probeRecipe({ solver: "lbfgs", stopping }) as Logistic;
const options = { runtime: nodeRuntime, seed: 0 };
const cores = 2;
/** Its regressions whose coefficients are compared at the optimum, of one seed's 24. */
const compared = [0, 7, 11, 19, 23];

/** What one seed gives: 24 students, kind after kind, and the labels that they learned from. */
interface Seed {
  readonly fits: readonly ProbeFit[];
  readonly labels: readonly Uint8Array[];
}

interface Answer {
  readonly seconds: number;
  /** Steps that each student took. */
  readonly iterations: readonly number[];
  /** One row a student: weights, then the intercept. */
  readonly coefficients: readonly (readonly number[])[];
}

export const figure24: Bench = {
  name: "figure-24",
  summary:
    "the 160 regressions of a simulation-difficulty figure (8 feature counts x 3 kinds x 5 " +
    "seeds, and 8 supervisors a seed), against scikit-learn in a loop",
  requirement: "ratio at least 10, coefficients within 1e-3 of scikit-learn's optimum",
  async run(context) {
    const data = difficultyData();
    const prepared = await allFits(data);
    const peer = await startPeer(context, data, prepared);
    const { best: threads } = await fastest(
      [1, 2],
      async (n) => (await ask(peer, n, { seeds: [0], students: compared })).seconds,
    );
    // One round: it holds 160 regressions of each side.
    const runs = await context.interleave(
      1,
      () => timed(() => allFits(data)),
      () => ask(peer, threads, {}),
    );
    const [ours, theirs] = [
      runs.ours.map((run) => run.seconds),
      runs.peer.map((run) => run.seconds),
    ];
    context.say(`ours: ${allSeconds(ours)}`);
    context.say(
      `peer, float32: ${allSeconds(theirs)} (threads: ${threads}, the better of 1 and 2)`,
    );
    const worst = await sayErrors(context, peer, threads, data, prepared[0]!);
    const ratio = median(theirs) / median(ours);
    const met = ratio >= 10 && worst < 1e-3;
    return { ours: median(ours), peer: median(theirs), unit: "s", ratio, met };
  },
};

/** Two seeds beside each other, as passes of a study are. */
function allFits(data: DifficultyData): Promise<Seed[]> {
  return inLanes(data.seeds, cores, { runtime: nodeRuntime }, (seed, { apart }) =>
    seedFits(data, seed, { runtime: apart(), seed: 0, threads: 1 }),
  );
}

/** A seed's supervisors, what two of them say, and the students of the three kinds of labels. */
async function seedFits(
  data: DifficultyData,
  seed: DifficultySeed,
  lane: typeof options & { readonly threads: number },
): Promise<Seed> {
  const { supervise, transfer } = seed;
  const recipe = recipeOf("scikit-learn");
  const truthOf = (rows: Int32Array) => Uint8Array.from(rows, (row) => data.truth[row]!);
  const supervisors = await fitLogisticProbes(
    regressionsOn(truthOf(supervise), "supervisor"),
    fitData(data, supervise),
    recipe,
    lane,
  );
  const taught = fitData(data, transfer);
  const saidBy = (count: number) => {
    const said = predictProbe(
      supervisors[difficulty.counts.indexOf(count as 125)]!,
      taught,
      transfer,
    );
    return Uint8Array.from(transfer, (_, i) => Number(said.data[2 * i + 1]! > 0.5));
  };
  const [simulated, mixed, truth] = [
    saidBy(difficulty.simulated),
    saidBy(difficulty.mixed),
    truthOf(transfer),
  ];
  const errors = simulated.filter((label, i) => label !== truth[i]).length;
  const labels = [
    simulated,
    flipped(truth, seed, errors),
    flipped(mixed, seed, Math.round(difficulty.noise * transfer.length)),
  ];
  const students = labels.flatMap((set, kind) => regressionsOn(set, `kind ${kind}`));
  return { fits: await fitLogisticProbes(students, taught, recipe, lane), labels };
}

function startPeer({ folder, peer }: Context, data: DifficultyData, seeds: readonly Seed[]) {
  const rows = data.seeds.flatMap(({ supervise, transfer }) => [...supervise, ...transfer]);
  const labels = seeds.flatMap((seed) => seed.labels.flatMap((set) => [...set]));
  return peer("figure_24", {
    ...difficulty,
    features: writeRaw(folder, "x.f32", data.x),
    truth: writeRaw(folder, "y.u8", data.truth),
    splits: writeRaw(folder, "splits.i32", Int32Array.from(rows)),
    labels: writeRaw(folder, "labels.u8", Uint8Array.from(labels)),
  });
}

const ask = (peer: Peer, threads: number, own: object): Promise<Answer> =>
  peer.ask<Answer>({
    dtype: "float32",
    tol: 1e-4,
    maxIterations: 100,
    seeds: Array.from({ length: difficulty.seeds }, (_, seed) => seed),
    students: null,
    threads,
    ...own,
  });

/** Compares with scikit-learn at its optimum, and by its defaults; gives ours at the optimum. */
async function sayErrors(
  { say }: Context,
  peer: Peer,
  threads: number,
  data: DifficultyData,
  { fits, labels }: Seed,
): Promise<number> {
  const students = labels.flatMap((set, kind) => regressionsOn(set, `kind ${kind}`));
  const optima = await fitLogisticProbes(
    compared.map((i) => students[i]!),
    fitData(data, data.seeds[0]!.transfer),
    recipeOf("optimum"),
    options,
  );
  const first = { seeds: [0], dtype: "float64" };
  const exact = await ask(peer, threads, {
    ...first,
    students: compared,
    tol: 1e-10,
    maxIterations: 10_000,
  });
  const defaults = await ask(peer, threads, first);
  const single = await ask(peer, threads, { ...first, dtype: "float32" });
  const widthOf = (i: number) => difficulty.counts[i % difficulty.counts.length]!;
  const own = Math.max(
    ...compared.map((i, c) => relativeError(asRow(optima[c]!, widthOf(i)), exact.coefficients[c]!)),
  );
  const distances = (of: (i: number) => readonly number[]) =>
    defaults.coefficients.map((row, i) => relativeError(of(i), row));
  const [ours, theirs] = [
    distances((i) => asRow(fits[i]!, widthOf(i))),
    distances((i) => single.coefficients[i]!),
  ];
  const shown = (some: readonly number[]) =>
    `median ${digits(median(some), 2)}, largest ${digits(Math.max(...some), 2)}`;
  say(`at the optimum (its tol 1e-10), ${compared.length} fits: ours differ by ${digits(own, 2)}`);
  say(`by its stopping rule, from its defaults in float64, ${ours.length} fits, relative:`);
  say(`  ours ${shown(ours)}; its own in float32 ${shown(theirs)}`);
  return own;
}

const asRow = ({ weight, bias }: ProbeFit, features: number): number[] => [
  ...weight.data.subarray(0, features),
  bias.data[0]!,
];

/** |a - b| / |b|, as vectors. */
function relativeError(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - b[i]!)) / Math.hypot(...b);
}
