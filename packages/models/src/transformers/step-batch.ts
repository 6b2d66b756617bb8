// A batch of one new token a text, behind tokens that an earlier run has read: what decoding goes
// on with.

import { type Dim, expandDims, less, type Tensor } from "@w2s/grad";
import { headsIn, headsOut } from "./heads.js";
import { counting, type KeysAndValues, type Rows, type TokenBatch } from "./token-batch.js";

/**
 * `ids`: int32 `[texts]`; `positions`: int32 `[texts]`, each token's place in its text. Earlier
 * keys and values have `slots` places each, of which the first `positions` hold a token. `earlier`
 * is asked once a block, in their order.
 */
export function stepBatch(
  ids: Tensor,
  positions: Tensor,
  slots: Dim,
  earlier: (own: KeysAndValues) => KeysAndValues,
): TokenBatch {
  const [texts] = ids.shape as [Dim];
  const places = counting(slots);
  const own = expandDims(positions, 1);
  const tokens: Rows = {
    dims: [texts],
    positions,
    places: [{ slots: own, real: undefined }],
    take: (states) => states,
    split: (x, heads) => [headsOut(x, [texts, 1], heads)],
    join: ([part]) => headsIn(part!),
  };
  return {
    ids,
    tokens,
    groups: [{ slots: places, real: less(expandDims(places, 0), own), alwaysHidden: true }],
    one: () => tokens,
    mean: (states) => states,
    earlier,
  };
}
