// PGR with its uncertainty: what would the scores have been with other test examples and other
// seeds?

import { InputError } from "@w2s/base";
import type { Estimate, Pgr } from "../outcome.js";
import { correct } from "./accuracy.js";
import { rankScores, weightedAuroc } from "./auroc.js";
import { percentileInterval } from "./interval.js";
import { packFlags, weightedCounts } from "./packed-counts.js";
import { pgr } from "./pgr.js";
import type { Probabilities } from "./predictions.js";
import { type Resampler, type ResamplerOptions, resampler } from "./resampler.js";

/**
 * What the three roles predicted on the test split: per seed, probabilities [n, K]. Seeds in the
 * same order.
 */
export interface TestPredictions {
  readonly weak: readonly Probabilities[];
  readonly strong: readonly Probabilities[];
  readonly ceiling: readonly Probabilities[];
  /** Ground truth [n], the same for all seeds. */
  readonly labels: Int32Array;
  /**
   * Group of each test example [n]; groups are resampled whole. Default: each example is its own.
   */
  readonly groups?: readonly string[];
}

export interface BootstrapOptions extends Pick<ResamplerOptions, "resamples" | "seed"> {
  readonly metric: "accuracy" | "auroc";
  /** Share of resamples inside the interval, in (0, 1); default .95. */
  readonly confidence?: number;
  /** Draws to share with other cells of a study; default: made from `resamples` and `seed`. */
  readonly resampler?: Resampler;
}

/**
 * The metric of each role, averaged over seeds, and what follows from it, each with its interval.
 */
export interface PgrSummary {
  readonly weak: Estimate;
  readonly strong: Estimate;
  readonly ceiling: Estimate;
  /** ceiling - weak. */
  readonly gap: Estimate;
  /** strong - weak. */
  readonly gain: Estimate;
  readonly pgr: Pgr;
}

/**
 * PGR of mean scores with a percentile bootstrap over test examples (or their groups) and seeds,
 * drawn with replacement and paired: one resample scores all roles on the same examples and seeds.
 * PGR is undefined unless the gap's whole interval lies above 0. A resample in which the gap is not
 * positive counts as PGR -infinity or +infinity by the sign of its gain; there are at most as many
 * of them as lie outside the interval on one side, so the bounds of a defined PGR are finite.
 * Source: percentile bootstrap, Efron and Tibshirani 1993; over two crossed factors, Owen 2007.
 * Coverage by simulation: docs/measures.md.
 * @throws InputError for probabilities that are not (NaN included), roles with different seeds, a
 * single-class test under AUROC, or draws made for another test
 */
export function bootstrapPgr(test: TestPredictions, options: BootstrapOptions): PgrSummary {
  const { metric, confidence = 0.95 } = options;
  const seeds = test.weak.length;
  if (seeds === 0 || test.strong.length !== seeds || test.ceiling.length !== seeds) {
    const counts = [test.weak.length, test.strong.length, test.ceiling.length].join(", ");
    throw new InputError(
      `bootstrap: weak, strong and ceiling need the same seeds, at least one, got ${counts}`,
    );
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new InputError(`bootstrap: confidence must lie between 0 and 1, got ${confidence}`);
  }
  const draws = options.resampler ?? resampler({ ...drawsOf(test), ...options });
  if (draws.examples !== test.labels.length || draws.seeds !== seeds) {
    throw new InputError(
      `bootstrap: the resampler was made for ${draws.examples} examples and ${draws.seeds} ` +
        `seeds, got ${test.labels.length} and ${seeds}`,
    );
  }
  const columns = [...test.weak, ...test.strong, ...test.ceiling];
  const scores = (metric === "accuracy" ? accuracyScores : aurocScores)(columns, test, draws);
  return summarize(scores, confidence);
}

/**
 * What a resampler must know of a test, so that one can be made and shared by every cell with the
 * same test.
 */
export function drawsOf(
  test: TestPredictions,
): Pick<ResamplerOptions, "examples" | "seeds" | "groups"> {
  const groups = test.groups === undefined ? {} : { groups: test.groups };
  return { examples: test.labels.length, seeds: test.weak.length, ...groups };
}

/** Scores of (weak, strong, ceiling): on the test itself, and per resample [B]. */
interface RoleValues {
  readonly point: readonly number[];
  readonly resampled: readonly Float64Array[];
}

type Scorer = (
  columns: readonly Probabilities[],
  test: TestPredictions,
  draws: Resampler,
) => RoleValues;

const accuracyScores: Scorer = (columns, { labels }, draws) => {
  const flags = columns.map((column) => correct(column, labels));
  // The last column is all ones: its weighted count is the resample's size, which varies when
  // groups do.
  const everything = new Uint8Array(labels.length).fill(1);
  const packed = packFlags([...flags, everything], Math.max(draws.largestTotal, labels.length));
  const counts = new Float64Array(columns.length + 1);
  return scoreRoles(columns.length, draws, (weights) => {
    weightedCounts(packed, weights ?? everything, counts);
    return (column) => counts[column]! / counts[columns.length]!;
  });
};

const aurocScores: Scorer = (columns, { labels }, draws) => {
  if (new Set(labels).size < 2)
    throw new InputError("bootstrap: AUROC needs both classes in the test split, got one");
  const ranked = columns.map((column) => rankScores(column, labels));
  return scoreRoles(
    columns.length,
    draws,
    (weights) => (column) => weightedAuroc(ranked[column]!, weights),
  );
};

/**
 * Runs a metric, given as weights -> column -> score, over the test and all resamples; averages
 * over drawn seeds.
 */
function scoreRoles(
  columns: number,
  draws: Resampler,
  metric: (weights?: Uint8Array) => (column: number) => number,
): RoleValues {
  const once = new Uint8Array(draws.seeds).fill(1);
  const roles = [0, 1, 2].map((role) => (role * columns) / 3);
  const mean = (score: (column: number) => number, counts: Uint8Array, first: number) => {
    let sum = 0;
    let drawn = 0;
    counts.forEach((count, seed) => {
      if (count > 0) sum += count * score(first + seed);
      drawn += count;
    });
    return sum / drawn;
  };
  const point = roles.map((first) => mean(metric(), once, first));
  const resampled = roles.map(() => new Float64Array(draws.resamples));
  for (let b = 0; b < draws.resamples; b += 1) {
    const score = metric(draws.exampleCounts(b));
    roles.forEach((first, role) => {
      resampled[role]![b] = mean(score, draws.seedCounts(b), first);
    });
  }
  return { point, resampled };
}

function summarize({ point, resampled }: RoleValues, confidence: number): PgrSummary {
  const estimate = (of: (weak: number, strong: number, ceiling: number) => number): Estimate => {
    const [weak, strong, ceiling] = resampled as [Float64Array, Float64Array, Float64Array];
    const values = weak.map((value, b) => of(value, strong[b]!, ceiling[b]!));
    return percentileInterval(of(point[0]!, point[1]!, point[2]!), values, confidence);
  };
  const summary = {
    weak: estimate((weak) => weak),
    strong: estimate((_, strong) => strong),
    ceiling: estimate((_weak, _strong, ceiling) => ceiling),
    gap: estimate((weak, _, ceiling) => ceiling - weak),
    gain: estimate((weak, strong) => strong - weak),
  };
  if (!(summary.gap.low > 0 && summary.gap.value > 0)) {
    return { ...summary, pgr: { defined: false, reason: noClearGap(summary, confidence) } };
  }
  return {
    ...summary,
    pgr: { defined: true, ...estimate((w, s, c) => pgr(w, s, c) ?? unbounded(s - w)) },
  };
}

/**
 * PGR where the gap is not positive: its limit as the gap falls to 0; NaN scores stay NaN and are
 * left out.
 */
function unbounded(gain: number): number {
  return gain === 0 ? 0 : gain * Number.POSITIVE_INFINITY;
}

function noClearGap({ weak, ceiling, gap }: Omit<PgrSummary, "pgr">, confidence: number): string {
  const interval = `${Number((confidence * 100).toFixed(2))}% [${short(gap.low)}, ${short(gap.high)}]`;
  return (
    `no clear gap: ceiling ${short(ceiling.value)}, weak ${short(weak.value)} (gap ` +
    `${short(gap.value)}, ${interval})`
  );
}

/** Three decimals without the leading zero: .504, -.003, 1.000. */
function short(value: number): string {
  const text = value.toFixed(3);
  return (Number(text) === 0 ? ".000" : text).replace(/^(-?)0\./, "$1.");
}
