// PGR with its uncertainty: what would the scores have been with other test examples and other
// seeds?

import { InputError } from "@w2s/base";
import { roleMeasures } from "../all.js";
import type { Estimate } from "../estimate.js";
import type { MeasureInput } from "../measure.js";
import { recovered } from "../pgr.js";
import { percentileInterval } from "./interval.js";
import { notCleared, type Pgr } from "./pgr-guard.js";
import { meanOf, type Resampled, resampledMeasure, selectingSeeds } from "./resampled.js";
import { type Resampler, type ResamplerOptions, resampler } from "./resampler.js";
import {
  type ArmName,
  armNames,
  type CellPredictions,
  checkSeeds,
  drawsOf,
  type RoleName,
  rolesOf,
} from "./roles.js";

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
  readonly student: Estimate;
  readonly ceiling: Estimate;
  /** ceiling - weak. */
  readonly gap: Estimate;
  /** student - weak. */
  readonly gain: Estimate;
  /** student - arm, for the arms that were given. */
  readonly overArm: Readonly<Partial<Record<ArmName, Estimate>>>;
  /**
   * Whether PGR would be defined on every second seed alone, which selects what of the other seeds
   * counts over tasks. Null for one seed.
   */
  readonly clearElsewhere: boolean | null;
  readonly pgr: Pgr;
}

/**
 * PGR of mean scores with a percentile bootstrap over test examples (or their groups) and seeds,
 * drawn with replacement and paired: one resample scores all roles and arms on the same examples
 * and seeds. PGR is undefined unless the ceiling clears the supervisor, the untouched student
 * (where given) and chance, each by a whole interval. A resample in which the gap is not positive
 * counts as PGR -infinity or +infinity by the sign of its gain; there are at most as many of them
 * as lie outside the interval on one side, so the bounds of a defined PGR are finite. Source:
 * percentile bootstrap, Efron and Tibshirani 1993; over two crossed factors, Owen 2007. Coverage by
 * simulation: docs/measures.md.
 * @throws InputError for probabilities that are not (NaN included), roles with different seeds, a
 * single-class test under AUROC, or draws made for another test
 */
export function bootstrapPgr(cell: CellPredictions, options: BootstrapOptions): PgrSummary {
  const draws = drawsFor(cell, options);
  return summarize(cell, resampledRoles(cell, options.metric, draws), options);
}

/** By role, its values of a metric. */
export type RoleValues = ReadonlyMap<RoleName, Resampled>;

/** The draws that a cell is scored on. @throws InputError as `bootstrapPgr` */
export function drawsFor(cell: CellPredictions, options: BootstrapOptions): Resampler {
  checkSeeds(cell);
  const { confidence = 0.95 } = options;
  if (!(confidence > 0 && confidence < 1)) {
    throw new InputError(`bootstrap: confidence must lie between 0 and 1, got ${confidence}`);
  }
  const draws = options.resampler ?? resampler({ ...drawsOf(cell), ...options });
  const [examples, seeds] = [cell.truth.length, cell.roles.weak.length];
  if (draws.examples !== examples || draws.seeds !== seeds) {
    throw new InputError(
      `bootstrap: the resampler was made for ${draws.examples} examples and ${draws.seeds} ` +
        `seeds, got ${examples} and ${seeds}`,
    );
  }
  return draws;
}

export function resampledRoles(
  cell: CellPredictions,
  metric: BootstrapOptions["metric"],
  draws: Resampler,
): RoleValues {
  if (metric === "auroc" && new Set(cell.truth).size < 2)
    throw new InputError("bootstrap: AUROC needs both classes in the test split, got one");
  const roles = rolesOf(cell);
  const inputs = roles.map(([, said]) => inputsOf(said, cell));
  const values = resampledMeasure(roleMeasures[metric], inputs, draws);
  return new Map(roles.map(([name], role) => [name, values[role]!]));
}

/** What measures look at, a seed each. */
export function inputsOf(
  said: CellPredictions["roles"]["weak"],
  { roles, truth, groups = Array.from(truth, (_, row) => String(row)) }: CellPredictions,
): MeasureInput[] {
  return said.map(({ words: _, ...one }, seed) => {
    return { ...one, truth, groups, supervisor: roles.weak[seed]!.probabilities };
  });
}

/** What the roles' values of a metric come to. */
export function summarize(
  cell: Pick<CellPredictions, "truth" | "chance">,
  roles: RoleValues,
  options: BootstrapOptions,
): PgrSummary {
  const { metric, confidence = 0.95 } = options;
  const estimate = (names: readonly RoleName[], of: (...scores: number[]) => number) =>
    estimateOf(roles, names, of, confidence);
  const over = (role: RoleName, other: RoleName) => estimate([role, other], minus);
  const there = armNames.filter((name) => roles.has(name));
  const chance = metric === "auroc" ? 0.5 : chanceIn(cell);
  const summary = {
    weak: estimate(["weak"], (score) => score!),
    student: estimate(["student"], (score) => score!),
    ceiling: estimate(["ceiling"], (score) => score!),
    gap: over("ceiling", "weak"),
    gain: over("student", "weak"),
    overArm: Object.fromEntries(there.map((arm) => [arm, over("student", arm)])),
    clearElsewhere: clearElsewhere(roles, (some) => guard(some, chance, confidence) === null),
  };
  const undefinedPgr = guard(roles, chance, confidence);
  if (undefinedPgr !== null) return { ...summary, pgr: undefinedPgr };
  const pgr = estimate(["weak", "student", "ceiling"], (weak, student, ceiling) =>
    recovered(student! - weak!, ceiling! - weak!),
  );
  return { ...summary, pgr: { defined: true, ...pgr } };
}

/** A role's value, and its values by resample [B]. */
type Valued = ReadonlyMap<RoleName, Pick<Resampled, "value" | "values">>;

function estimateOf(
  roles: Valued,
  names: readonly RoleName[],
  of: (...scores: number[]) => number,
  confidence: number,
): Estimate {
  const all = names.map((name) => roles.get(name)!);
  const values = all[0]!.values.map((_, b) => of(...all.map(({ values: each }) => each[b]!)));
  return percentileInterval(of(...all.map(({ value }) => value!)), values, confidence);
}

const minus = (one?: number, other?: number) => one! - other!;

/** What the ceiling does not clear; null where PGR means something. */
function guard(roles: Valued, chance: number, confidence: number): Pgr | null {
  const over = (role: RoleName) => estimateOf(roles, ["ceiling", role], minus, confidence);
  return notCleared({
    weak: estimateOf(roles, ["weak"], (score) => score!, confidence),
    ceiling: estimateOf(roles, ["ceiling"], (score) => score!, confidence),
    gap: over("weak"),
    untouched: roles.has("untouched")
      ? { score: roles.get("untouched")!.value!, gap: over("untouched") }
      : null,
    chance,
    confidence,
  });
}

/** Whether the guard lets the seeds that select pass, by themselves; null where there is one. */
function clearElsewhere(roles: RoleValues, passes: (some: Valued) => boolean): boolean | null {
  const { selecting: places, counting } = selectingSeeds(roles.get("weak")!.bySeed.length);
  if (counting.length === 0) return null;
  const some = [...roles].map(([name, { bySeed, selecting: values }]) => {
    const value = meanOf(places.map((place) => bySeed[place]!)) ?? Number.NaN;
    return [name, { value, values }] as const;
  });
  return passes(new Map(some));
}

/** Accuracy without knowledge, in [0, 1]. */
export function chanceIn({ truth, chance }: Pick<CellPredictions, "truth" | "chance">): number {
  return chance ?? chanceOf(truth);
}

/** Accuracy of always saying the most frequent class of `truth` [n], in (0, 1]. */
export function chanceOf(truth: Int32Array): number {
  const counts = new Map<number, number>();
  for (const label of truth) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(...counts.values()) / truth.length;
}
