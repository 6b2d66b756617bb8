// What is right, and who errs how, estimated together from labels alone by expectation
// maximisation. Source: Dawid and Skene 1979, Applied Statistics 28(1), equations 2.3 to 2.5; begun
// at the shares of votes, as there.

/** Labels as counts: how often annotator a said option k of item i. */
export interface Counts {
  readonly items: number;
  readonly annotators: number;
  readonly options: number;
  /** `[labels]`: each label's item, annotator and option. */
  readonly said: readonly {
    readonly item: number;
    readonly annotator: number;
    readonly option: number;
  }[];
}

/** What the labels say of items, of options and of annotators. */
export interface DawidSkene {
  /** Probability of each option, `[items, options]`. */
  readonly posteriors: Float64Array;
  /** Share of each option, `[options]`. */
  readonly marginals: Float64Array;
  /** Probability that an annotator says l where j is right, `[annotators, j, l]`. */
  readonly errorRates: Float64Array;
  readonly rounds: number;
}

/** Rounds end when no posterior moves by more than this, or after so many. */
const tolerance = 1e-8;
const mostRounds = 1000;

/** @param counts every item has at least one label */
export function dawidSkene(counts: Counts): DawidSkene {
  let posteriors = shares(counts);
  for (let rounds = 1; ; rounds++) {
    const { marginals, errorRates } = maximised(counts, posteriors);
    const next = expected(counts, marginals, errorRates);
    const moved = next.reduce((most, p, i) => Math.max(most, Math.abs(p - posteriors[i]!)), 0);
    posteriors = next;
    if (moved <= tolerance || rounds === mostRounds) {
      return { posteriors, marginals, errorRates, rounds };
    }
  }
}

/** Shares of the votes for each option, `[items, options]`. */
export function shares({ items, options, said }: Counts): Float64Array {
  const votes = new Float64Array(items * options);
  for (const { item, option } of said) votes[item * options + option]! += 1;
  return normalised(votes, options);
}

/** Marginals and error rates that make the labels likeliest, given who is what. */
function maximised({ items, annotators, options, said }: Counts, posteriors: Float64Array) {
  const marginals = new Float64Array(options);
  posteriors.forEach((p, i) => {
    marginals[i % options]! += p / items;
  });
  const rates = new Float64Array(annotators * options * options);
  for (const { item, annotator, option } of said) {
    for (let j = 0; j < options; j++) {
      rates[(annotator * options + j) * options + option]! += posteriors[item * options + j]!;
    }
  }
  return { marginals, errorRates: normalised(rates, options) };
}

/** Posteriors of each item's option, in logarithms: products of many labels underflow. */
function expected(
  { items, options, said }: Counts,
  marginals: Float64Array,
  errorRates: Float64Array,
): Float64Array {
  const logs = new Float64Array(items * options).map((_, i) => Math.log(marginals[i % options]!));
  const logRates = errorRates.map(Math.log);
  for (const { item, annotator, option } of said) {
    for (let j = 0; j < options; j++) {
      logs[item * options + j]! += logRates[(annotator * options + j) * options + option]!;
    }
  }
  for (let item = 0; item < items; item++) {
    const own = logs.subarray(item * options, (item + 1) * options);
    const peak = Math.max(...own);
    own.forEach((log, j) => {
      own[j] = Math.exp(log - peak);
    });
  }
  return normalised(logs, options);
}

/** Each run of `width` numbers divided by its sum; zeros where that is 0. */
function normalised(values: Float64Array, width: number): Float64Array {
  for (let start = 0; start < values.length; start += width) {
    const own = values.subarray(start, start + width);
    const sum = own.reduce((total, value) => total + value, 0);
    for (let i = 0; sum > 0 && i < width; i++) own[i]! /= sum;
  }
  return values;
}
