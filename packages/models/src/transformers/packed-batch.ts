// A batch without padding: the tokens of all texts are rows, one after the other, and only
// attention sees them padded, in buckets of texts of nearly equal length. See
// docs/design/packed-batches.md; `packTexts` makes the arrays.

import {
  add,
  cast,
  collectRows,
  type Dim,
  div,
  equal,
  expandDims,
  gather,
  input,
  less,
  matmul,
  maximum,
  mul,
  reshape,
  type Signature,
  spreadRows,
  sub,
  type Tensor,
} from "@w2s/grad";
import { counting, type Rows, type TokenBatch } from "./token-batch.js";

/** What a program with a packed batch is given. */
export function packedInputs(buckets: number): Signature {
  const each = (dim: string, ...names: string[]) =>
    Object.fromEntries(names.map((name) => [name, input("int32", [dim])]));
  const ofBucket = (i: number): Signature => ({
    [`bucket${i}.places`]: input("int32", [`texts${i}`, `seq${i}`]),
    ...each(`texts${i}`, `bucket${i}.texts`, `bucket${i}.lengths`),
  });
  return {
    ...each("tokens", "ids", "positions", "owners"),
    ...each("texts", "lengths", "firsts", "starts", "widths", "homes"),
    ...Object.assign({}, ...Array.from({ length: buckets }, (_, i) => ofBucket(i))),
  };
}

/**
 * The batch that a program sees whose inputs are among `tensors`, under the names of
 * `packedInputs`.
 */
export function packedBatch(
  tensors: Readonly<Record<string, Tensor>>,
  buckets: number,
): TokenBatch {
  const { ids, positions, owners, lengths, firsts, starts, widths, homes } = tensors as Readonly<
    Record<Part, Tensor>
  >;
  const each = Array.from({ length: buckets }, (_, i) => ({
    places: tensors[`bucket${i}.places`]!,
    texts: tensors[`bucket${i}.texts`]!,
    lengths: tensors[`bucket${i}.lengths`]!,
  }));
  const groups = each.map(({ places, lengths: counts }) => {
    const slots = counting(places.shape[1]!);
    return { slots, real: less(expandDims(slots, 0), expandDims(counts, 1)), alwaysHidden: true };
  });
  const last = sub(lengths, 1);
  const ends = {
    first: { positions: sub(lengths, lengths), slot: (counts: Tensor) => sub(counts, counts) },
    last: { positions: last, slot: (counts: Tensor) => maximum(sub(counts, 1), 0) },
  };
  return {
    ids,
    groups,
    tokens: {
      dims: ids.shape,
      positions,
      places: groups,
      take: (states) => states,
      ...moves({
        places: each.map(({ places }) => places),
        origins: { start: gather(starts, owners), width: gather(widths, owners), slot: positions },
      }),
    },
    one: (which): Rows => ({
      dims: lengths.shape,
      positions: ends[which].positions,
      places: each.map(({ lengths: counts }) => ({
        slots: expandDims(ends[which].slot(counts), 1),
        real: expandDims(less(sub(counts, counts), counts), 1),
      })),
      take: (states) => gather(states, add(firsts, ends[which].positions)),
      ...moves({
        places: each.map(({ texts }) => expandDims(texts, 1)),
        origins: { start: homes, width: add(sub(homes, homes), 1), slot: sub(homes, homes) },
      }),
    }),
    mean: (states) => {
      const ofText = equal(expandDims(counting(lengths.shape[0]!), 1), expandDims(owners, 0));
      return div(matmul(cast(ofText, "float32"), states), cast(expandDims(lengths, 1), "float32"));
    },
  };
}

type Part = "ids" | "positions" | "owners" | "lengths" | "firsts" | "starts" | "widths" | "homes";

/** Where rows stand in the buckets, as `spreadRows` has it, before they are divided into heads. */
interface Moves {
  /** For each bucket `[texts, places]`: the row that stands there. */
  readonly places: readonly Tensor[];
  /**
   * For each row `[rows]`: where its text begins among all buckets' places, how many places its
   * texts have, and which is the row's.
   */
  readonly origins: { readonly start: Tensor; readonly width: Tensor; readonly slot: Tensor };
}

/** Rows move head by head, so that a bucket is `[texts, heads, places, size]` by one copy. */
function moves({ places, origins }: Moves): Pick<Rows, "split" | "join"> {
  const ofHeads = (heads: number) => {
    const head = counting(heads);
    const at = places.map((rows) => add(mul(expandDims(rows, 1), heads), expandDims(head, 1)));
    const { start, width, slot } = origins;
    const first = expandDims(add(mul(start, heads), slot), 1);
    const homes = add(first, mul(expandDims(width, 1), expandDims(head, 0)));
    return { places: at, origins: reshape(homes, [-1]) };
  };
  return {
    split(x, heads) {
      const to = ofHeads(heads);
      return spreadRows(reshape(x, [-1, Number(x.shape[1]) / heads]), to.origins, to.places);
    },
    join(parts) {
      const [, heads, , size] = parts[0]!.shape as [Dim, number, Dim, number];
      const from = ofHeads(heads);
      return reshape(collectRows(parts, from.origins, from.places), [-1, heads * size]);
    },
  };
}
