// A range of rows chosen when the program runs: how a training step takes its batch.

import { InputError } from "@w2s/base";
import { formatShape, sameShape } from "../shape.js";
import { applyOne, defineOp, type Tensor } from "../tensor.js";

export const sliceRowsOp = defineOp<{ readonly dim: string }>({
  name: "sliceRows",
  infer: ([x, start, end], { dim }) => {
    for (const bound of [start!, end!]) {
      if (bound.dtype !== "int64" || !sameShape(bound.shape, [1])) {
        throw new InputError(
          `sliceRows: bounds must be int64[1], got ${bound.dtype}${formatShape(bound.shape)}`,
        );
      }
    }
    return [{ dtype: x!.dtype, shape: [dim, ...x!.shape.slice(1)] }];
  },
  emit: (emitter, [x, start, end]) => {
    const zero = emitter.constant({ dtype: "int64", shape: [1], data: BigInt64Array.of(0n) });
    return emitter.add("Slice", [x!, start!, end!, zero]);
  },
  gradient: () => {
    throw new InputError("sliceRows: has no gradient; gather rows instead");
  },
});

/**
 * Rows `start` to `end` (int64 vectors of one; exclusive, clamped to the rows there are) as a new
 * symbolic dimension `dim`.
 */
export function sliceRows(x: Tensor, start: Tensor, end: Tensor, dim: string): Tensor {
  return applyOne(sliceRowsOp, [x, start, end], { dim });
}
