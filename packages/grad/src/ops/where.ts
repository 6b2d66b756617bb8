// Choice between two tensors by a condition.

import { InputError } from "@w2s/base";
import { broadcastShapes } from "../shape.js";
import { applyOne, defineOp, requireSameDtype, type Tensor } from "../tensor.js";
import { sumTo } from "./broadcast.js";
import { asTensor } from "./source.js";

export const whereOp = defineOp<null>({
  name: "where",
  infer: ([condition, a, b]) => {
    if (condition!.dtype !== "bool") {
      throw new InputError(
        `where: the condition must be bool, got ${condition!.dtype}; compare first`,
      );
    }
    const shape = broadcastShapes("where", a!.shape, b!.shape);
    return [
      {
        dtype: requireSameDtype("where", [a!, b!]),
        shape: broadcastShapes("where", condition!.shape, shape),
      },
    ];
  },
  emit: (emitter, inputs) => emitter.add("Where", inputs),
  gradient: ({ inputs: [condition, a, b] }, [g]) => [
    undefined,
    sumTo(where(condition!, g!, 0), a!.shape),
    sumTo(where(condition!, 0, g!), b!.shape),
  ],
});

/** a where the condition holds, else b; all three broadcast. One of a and b may be a number. */
export function where(condition: Tensor, a: Tensor | number, b: Tensor | number): Tensor {
  const dtype = typeof a === "number" ? (typeof b === "number" ? "float32" : b.dtype) : a.dtype;
  return applyOne(whereOp, [condition, asTensor(a, dtype), asTensor(b, dtype)], null);
}
