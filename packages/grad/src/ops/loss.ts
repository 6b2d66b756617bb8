// Losses that are ops of their own, because their gradient is simpler than that of their parts.

import { InputError } from "../errors.js";
import { broadcastShapes, formatShape } from "../shape.js";
import { applyOne, defineOp, requireFloat, requireSameDtype, type Tensor } from "../tensor.js";
import { mul, sub } from "./binary.js";
import { scatterElementsAddOp } from "./gather.js";
import { expandDims } from "./layout.js";
import { softmax } from "./normalize.js";
import { sumTo } from "./reduce.js";
import { emitSoftplus, neg, sigmoid } from "./unary.js";

/** softplus(z) - p z; its derivative by z is sigmoid(z) - p. */
export const logisticLossOp = defineOp<null>({
  name: "logisticLoss",
  infer: ([z, p]) => {
    requireFloat("logisticLoss", z!);
    return [
      {
        dtype: requireSameDtype("logisticLoss", [z!, p!]),
        shape: broadcastShapes("logisticLoss", z!.shape, p!.shape),
      },
    ];
  },
  emit: (emitter, [z, p]) => [emitter.one("Sub", [emitSoftplus(emitter, z!), emitter.one("Mul", [p!, z!])])],
  gradient: ({ inputs }, [g]) => {
    const [z, p] = inputs as [Tensor, Tensor];
    return [sumTo(mul(sub(sigmoid(z), p), g!), z.shape), sumTo(neg(mul(g!, z)), p.shape)];
  },
});

/**
 * Cross-entropy of a binary choice in nats, from log-odds `z` and the probability `p` that it is to have:
 * `-p log sigmoid(z) - (1 - p) log sigmoid(-z)`, without overflow.
 */
export function logisticLoss(z: Tensor, p: Tensor): Tensor {
  return applyOne(logisticLossOp, [z, p], null);
}

/** By the logits its derivative is g * (one-hot(target) - softmax(logits)): one dense product, and g added at the targets. */
export const logSoftmaxAtOp = defineOp<null>({
  name: "logSoftmaxAt",
  infer: ([logits, targets]) => {
    requireFloat("logSoftmaxAt", logits!);
    const [rows, classes] = logits!.shape;
    const isIndex = targets!.dtype === "int32" || targets!.dtype === "int64";
    if (classes === undefined || logits!.shape.length !== 2 || !isIndex || targets!.shape[0] !== rows) {
      throw new InputError(
        `logSoftmaxAt: needs logits [rows, classes] and one int32 or int64 target a row, got ${formatShape(logits!.shape)} and ` +
          `${targets!.dtype}${formatShape(targets!.shape)}`,
      );
    }
    return [{ dtype: logits!.dtype, shape: [rows!] }];
  },
  emit: (emitter, [logits, targets]) => {
    const last = emitter.constant({ dtype: "int64", shape: [1], data: BigInt64Array.of(1n) });
    const logs = emitter.one("LogSoftmax", [logits!], { axis: { int: 1 } });
    const column = emitter.one("Unsqueeze", [targets!, last]);
    return emitter.add("Squeeze", [
      emitter.one("GatherElements", [logs, column], { axis: { int: 1 } }),
      last,
    ]);
  },
  gradient: ({ inputs: [logits, targets] }, [g]) => {
    const column = expandDims(g!, 1);
    const spread = mul(softmax(logits!), mul(column, -1));
    return [
      applyOne(scatterElementsAddOp, [spread, expandDims(targets!, 1), column], { axis: 1 }),
      undefined,
    ];
  },
});

/**
 * Log-probability of one class a row: `logits: [rows, classes]`, `targets: [rows]` (int32 or int64) -> `[rows]`. Its mean,
 * negated, is the cross-entropy in nats; no one-hot matrix is made.
 */
export function logSoftmaxAt(logits: Tensor, targets: Tensor): Tensor {
  return applyOne(logSoftmaxAtOp, [logits, targets], null);
}
