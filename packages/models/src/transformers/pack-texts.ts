// From token ids to the arrays of a packed batch: which bucket each text goes to, and where its
// rows stand there.

import { InputError } from "@w2s/base";
import { type NdArray, ndarray } from "@w2s/grad";

/** A bucket's texts, by number, and the length that attention pads them to. */
interface Bucket {
  readonly texts: readonly number[];
  readonly length: number;
}

/**
 * The inputs of `packedInputs(buckets)` for some texts: rows are their tokens in the order given.
 * Buckets are those that make attention's padded work (the sum of squared lengths) least.
 * @throws InputError without texts, for a text without tokens or with one below 0.
 */
export function packTexts(
  texts: readonly Int32Array[],
  buckets: number,
): Readonly<Record<string, NdArray<"int32">>> {
  const empty = texts.findIndex(({ length }) => length === 0);
  if (texts.length === 0) throw new InputError("packTexts: needs at least one text, got none");
  if (empty >= 0) throw new InputError(`packTexts: text ${empty + 1} has no token; leave it out`);
  const odd = texts.findIndex((ids) => ids.some((id) => id < 0));
  if (odd >= 0) throw new InputError(`packTexts: text ${odd + 1} has a token below 0`);
  const lengths = Int32Array.from(texts, ({ length }) => length);
  const firsts = runningSums(lengths);
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const perToken = {
    ids: new Int32Array(tokens),
    positions: new Int32Array(tokens),
    owners: new Int32Array(tokens),
  };
  texts.forEach((ids, text) => {
    const first = firsts[text]!;
    perToken.ids.set(ids, first);
    for (let i = 0; i < ids.length; i++) perToken.positions[first + i] = i;
    perToken.owners.fill(text, first, first + ids.length);
  });
  return {
    ...vectors(perToken),
    ...vectors({ lengths, firsts }),
    ...bucketArrays(filledUp(lengthBuckets(lengths, buckets), buckets), lengths, firsts),
  };
}

/** Sums of all values before each. */
function runningSums(values: Int32Array): Int32Array {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum - value;
  });
}

/** Buckets that no text needs: one text of one place, which is padding. */
function filledUp(buckets: readonly Bucket[], count: number): readonly Bucket[] {
  return [
    ...buckets,
    ...Array.from({ length: count - buckets.length }, () => ({ texts: [], length: 1 })),
  ];
}

function bucketArrays(buckets: readonly Bucket[], lengths: Int32Array, firsts: Int32Array) {
  const each = () => new Int32Array(lengths.length);
  const [starts, widths, homes] = [each(), each(), each()];
  let [slots, seats] = [0, 0];
  const arrays = buckets.map(({ texts, length }, i) => {
    const count = Math.max(1, texts.length);
    const places = new Int32Array(count * length);
    texts.forEach((text, row) => {
      starts[text] = slots + row * length;
      widths[text] = length;
      homes[text] = seats + row;
      // Padding names a row of the same text: what stands there must be a number, and nothing more.
      places.fill(firsts[text]!, row * length, (row + 1) * length);
      for (let slot = 0; slot < lengths[text]!; slot++)
        places[row * length + slot] = firsts[text]! + slot;
    });
    slots += count * length;
    seats += count;
    return {
      [`bucket${i}.places`]: ndarray(places, [count, length]),
      ...vectors({
        [`bucket${i}.texts`]: texts.length > 0 ? Int32Array.from(texts) : Int32Array.of(0),
        [`bucket${i}.lengths`]:
          texts.length > 0 ? Int32Array.from(texts, (text) => lengths[text]!) : Int32Array.of(0),
      }),
    };
  });
  return { ...vectors({ starts, widths, homes }), ...Object.assign({}, ...arrays) };
}

function vectors(arrays: Readonly<Record<string, Int32Array>>): Record<string, NdArray<"int32">> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, data]) => [name, ndarray(data, [data.length])]),
  );
}

/**
 * Texts in at most `count` buckets, shortest first, so that the sum over texts of (their bucket's
 * longest)^2 is least.
 * @throws InputError unless `count` is a positive integer.
 */
export function lengthBuckets(lengths: ArrayLike<number>, count: number): Bucket[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new InputError(`packTexts: buckets must be a whole number of at least 1, got ${count}`);
  }
  const order = Array.from(lengths, (_, text) => text).sort(
    (a, b) => lengths[a]! - lengths[b]! || a - b,
  );
  const sizes = [...new Set(order.map((text) => lengths[text]!))];
  /** How many texts are at most as long as each size. */
  const upTo = sizes.map((size) => order.findLastIndex((text) => lengths[text]! === size) + 1);
  return cheapestCuts(sizes, upTo, count).map(([from, to]) => {
    const texts = order.slice(from < 0 ? 0 : upTo[from]!, upTo[to]!);
    return { texts, length: sizes[to]! };
  });
}

/**
 * Ranges (from, to] of `sizes` that cost least; from -1 where a range begins with the first. By
 * dynamic programming over the last cut.
 */
function cheapestCuts(
  sizes: readonly number[],
  upTo: readonly number[],
  count: number,
): [number, number][] {
  const cost = (from: number, to: number) =>
    (upTo[to]! - (from < 0 ? 0 : upTo[from]!)) * sizes[to]! ** 2;
  let best = sizes.map((_, to) => ({ cost: cost(-1, to), cuts: [[-1, to]] as [number, number][] }));
  for (let buckets = 2; buckets <= Math.min(count, sizes.length); buckets++) {
    best = best.map((own, to) => {
      let least = own;
      for (let from = 0; from < to; from++) {
        const total = best[from]!.cost + cost(from, to);
        if (total < least.cost) least = { cost: total, cuts: [...best[from]!.cuts, [from, to]] };
      }
      return least;
    });
  }
  return best.at(-1)!.cuts;
}
