// The next example of a batch, the first one's for the last. Batches are in random order, so that
// it is an example at random.

import { broadcastTo, cast, cumSum, dimSize, equal, gather, type Tensor, where } from "@w2s/grad";

/** `x: [batch, ...]` with every example's place taken by the one after it. */
export function nextExample(x: Tensor): Tensor {
  const size = cast(dimSize(x, 0), "float32");
  const after = cumSum(broadcastTo(1, [x.shape[0]!]), 0);
  return gather(x, cast(where(equal(after, size), 0, after), "int64"));
}
