// A sweep of logistic regressions against scikit-learn in a loop, and whether the coefficients are
// the same.

import { ndarray, nodeRuntime } from "@w2s/grad";
import { naive } from "@w2s/lab";
import {
  fitLogisticProbes,
  type ProbeData,
  type ProbeFit,
  type ProbeRecipe,
  type ProbeStudent,
  probeRecipe,
} from "@w2s/lab/internals";
import type { Bench, Context } from "../bench.js";
import { writeRaw } from "../data/files.js";
import { sweepData } from "../data/sweep-data.js";
import { allSeconds, digits } from "../harness/format.js";
import { fastest, median, timed } from "../harness/interleave.js";
import type { Peer } from "../harness/peer.js";

interface Fit {
  readonly set: number;
  readonly features: number;
}

interface Answer {
  readonly seconds: number;
  /** One row a fit: weights, then the intercept. */
  readonly coefficients: readonly (readonly number[])[];
}

const [rows, width, sets] = [10_000, 1000, 6];
const counts = [125, 250, 375, 500, 625, 750, 875, 1000];
const fits: readonly Fit[] = Array.from({ length: sets }, (_, set) => set).flatMap((set) =>
  counts.map((features) => ({ set, features })),
);
/** The fits whose coefficients are compared. */
const compared = [0, 7, 19, 28];
const exact = { dtype: "float64", tol: 1e-10, maxIterations: 10_000 };
const defaults = { tol: 1e-4, maxIterations: 100 };

export const logisticSweep: Bench = {
  name: "logistic-sweep",
  summary:
    "48 logistic regressions, 8 feature counts x 6 label sets on 10,000 x 1,000, against " +
    "scikit-learn in a loop",
  requirement: "ratio above 1, coefficients within 1e-3 of the optimum's",
  async run(context) {
    const { data, students, peer } = await startSweep(context);
    const recipe = probeRecipe({ solver: "lbfgs" }) as Extract<ProbeRecipe, { solver: "lbfgs" }>;
    const sweep = (dtype: string, threads: number, some: readonly Fit[]) =>
      peer.ask<Answer>({ ...defaults, dtype, threads, fits: some });
    const { best: threads } = await fastest(
      [1, 2],
      async (n) => (await sweep("float32", n, fits.slice(0, 3))).seconds,
    );

    const runs = await context.interleave(
      3,
      () =>
        timed(() => fitLogisticProbes(students, data, recipe, { runtime: nodeRuntime, seed: 0 })),
      () => sweep("float32", threads, fits),
    );
    const double = await sweep("float64", threads, fits);
    const [ours, theirs] = [
      runs.ours.map((run) => run.seconds),
      runs.peer.map((run) => run.seconds),
    ];
    context.say(`ours: ${allSeconds(ours)}`);
    context.say(
      `peer, float32: ${allSeconds(theirs)} (threads: ${threads}, the better of 1 and 2)`,
    );
    context.say(`peer, float64: ${allSeconds([double.seconds])}`);
    const worst = await sayErrors(
      context,
      peer,
      threads,
      runs.ours[0]!.value,
      runs.peer[0]!.coefficients,
    );
    const ratio = median(theirs) / median(ours);
    return {
      ours: median(ours),
      peer: median(theirs),
      unit: "s",
      ratio,
      met: ratio > 1 && worst < 1e-3,
    };
  },
};

async function startSweep(context: Context) {
  const { x, labels } = sweepData(rows, width, sets);
  const flat = Uint8Array.from(
    { length: sets * rows },
    (_, i) => labels[Math.floor(i / rows)]![i % rows]!,
  );
  const peer = await context.peer("logistic_sweep", {
    rows,
    width,
    sets,
    features: writeRaw(context.folder, "x.f32", x),
    labels: writeRaw(context.folder, "y.u8", flat),
  });
  const data: ProbeData = {
    shape: "classify",
    options: 2,
    features: ndarray(x, [rows, width]),
    train: Int32Array.from({ length: rows }, (_, row) => row),
    validation: new Int32Array(0),
  };
  const probabilities = labels.map((set) =>
    ndarray(
      Float32Array.from({ length: 2 * rows }, (_, i) => Number(set[i >> 1] === i % 2)),
      [rows, 2],
    ),
  );
  const students: ProbeStudent[] = fits.map(({ set, features }) => ({
    name: `set ${set}, ${features} features`,
    method: naive(),
    train: probabilities[set]!,
    validation: ndarray(new Float32Array(0), [0, 2]),
    features,
  }));
  return { data, students, peer };
}

/**
 * Compares some coefficients with scikit-learn's at a tight tolerance; gives our largest relative
 * difference.
 */
async function sayErrors(
  { say }: Context,
  peer: Peer,
  threads: number,
  ours: readonly ProbeFit[],
  loose: readonly (readonly number[])[],
): Promise<number> {
  const some = compared.map((i) => fits[i]!);
  const { coefficients } = await peer.ask<Answer>({ ...exact, threads, fits: some });
  const worst = (of: (fit: number) => readonly number[]) =>
    Math.max(...compared.map((fit, i) => relativeError(of(fit), coefficients[i]!)));
  const own = worst((fit) => ownCoefficients(ours[fit]!, fits[fit]!.features));
  const theirs = worst((fit) => loose[fit]!);
  say(
    `largest difference of coefficients from scikit-learn's at tol ${exact.tol}, ` +
      `${compared.length} fits, relative:`,
  );
  say(`  ours ${digits(own, 2)}, scikit-learn's defaults ${digits(theirs, 2)}`);
  return own;
}

/** A probe's weights are those of the log-odds, as scikit-learn's are. */
function ownCoefficients({ weight, bias }: ProbeFit, features: number): number[] {
  return [...weight.data.subarray(0, features), bias.data[0]!];
}

/** |a - b| / |b|, as vectors. */
function relativeError(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - b[i]!)) / Math.hypot(...b);
}
