// The draws of a bootstrap, made once and shared by every role, metric and cell that has the same
// test examples and number of seeds: paired draws are what makes the difference of two roles
// sharper than each of them.

import { InputError } from "@w2s/base";
import { type Random, random } from "../../random.js";

export interface ResamplerOptions {
  /** Test examples n, 1 or more. */
  readonly examples: number;
  /** Seeds S that the study ran, 1 or more. */
  readonly seeds: number;
  /**
   * Group of each example [n]; examples of one group are drawn together. Default: each example is
   * its own.
   */
  readonly groups?: readonly string[];
  /** Number of resamples B, 100 or more; default 2,000. */
  readonly resamples?: number;
  /** Seed of the draws, an integer; default 0. */
  readonly seed?: number;
}

/** B resamples of test examples and seeds, as counts: how often each occurs in a resample. */
export interface Resampler {
  readonly resamples: number;
  readonly examples: number;
  readonly seeds: number;
  /** The most that one resample's example counts can add up to: n without groups. */
  readonly largestTotal: number;
  /**
   * Counts of the examples [n] in resample b. Valid until the next call: a large test is drawn anew
   * each time.
   */
  exampleCounts(b: number): Uint8Array;
  /** Counts of the seeds [S] in resample b; they add up to max(1, S - 1). */
  seedCounts(b: number): Uint8Array;
}

// Above this many counts (64 MB) resamples are drawn again when asked for instead of kept.
const KEPT_COUNTS = 64 * 2 ** 20;

/**
 * Draws groups of examples with replacement (as many as there are) and, independently, max(1, S -
 * 1) of the S seeds. With S draws the spread between seeds would come out too small by the factor
 * (S - 1) / S, which at five seeds is a fifth; S - 1 draws make it unbiased (Rao and Wu 1988,
 * section 2). A count never exceeds 255: that would take 256 draws of one group among at least 256
 * groups.
 * @throws InputError when a number is out of range or `groups` is not one per example
 */
export function resampler(options: ResamplerOptions): Resampler {
  const { examples, seeds, groups, resamples = 2000, seed = 0 } = options;
  for (const [name, value, least] of [
    ["examples", examples, 1],
    ["seeds", seeds, 1],
    ["resamples", resamples, 100],
  ] as const) {
    if (!Number.isInteger(value) || value < least) {
      throw new InputError(`bootstrap: ${name} must be a whole number from ${least}, got ${value}`);
    }
  }
  if (groups !== undefined && groups.length !== examples) {
    throw new InputError(
      `bootstrap: groups must be one per example, ${examples}, got ${groups.length}`,
    );
  }

  const members = groups === undefined ? null : membersOf(groups);
  const drawExamples = (b: number, counts: Uint8Array) =>
    drawInto(counts, members, random(seed, `bootstrap/examples/${b}`));
  const seedTable = new Uint8Array(resamples * seeds);
  for (let b = 0; b < resamples; b += 1) {
    const stream = random(seed, `bootstrap/seeds/${b}`);
    for (let draw = 0; draw < Math.max(1, seeds - 1); draw += 1)
      seedTable[b * seeds + stream.integer(seeds)]! += 1;
  }

  let exampleCounts: Resampler["exampleCounts"];
  if (resamples * examples <= KEPT_COUNTS) {
    const table = new Uint8Array(resamples * examples);
    exampleCounts = (b) => table.subarray(b * examples, (b + 1) * examples);
    for (let b = 0; b < resamples; b += 1) drawExamples(b, exampleCounts(b));
  } else {
    const scratch = new Uint8Array(examples);
    exampleCounts = (b) => drawExamples(b, scratch.fill(0));
  }
  return {
    resamples,
    examples,
    seeds,
    largestTotal:
      members === null
        ? examples
        : members.length * members.reduce((most, rows) => Math.max(most, rows.length), 0),
    exampleCounts,
    seedCounts: (b) => seedTable.subarray(b * seeds, (b + 1) * seeds),
  };
}

function drawInto(
  counts: Uint8Array,
  members: readonly Int32Array[] | null,
  stream: Random,
): Uint8Array {
  const units = members?.length ?? counts.length;
  for (let draw = 0; draw < units; draw += 1) {
    const unit = stream.integer(units);
    if (members === null) counts[unit]! += 1;
    else for (const example of members[unit]!) counts[example]! += 1;
  }
  return counts;
}

function membersOf(groups: readonly string[]): Int32Array[] {
  const members = new Map<string, number[]>();
  groups.forEach((group, example) => {
    const known = members.get(group);
    if (known === undefined) members.set(group, [example]);
    else known.push(example);
  });
  return [...members.values()].map((rows) => Int32Array.from(rows));
}
