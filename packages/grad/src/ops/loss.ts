// Losses that are ops of their own, because their gradient is simpler than that of their parts.

import { InputError } from "@w2s/base";
import { broadcastShapes, formatShape } from "../shape.js";
import {
  apply,
  applyOne,
  defineOp,
  requireFloat,
  requireSameDtype,
  type Tensor,
} from "../tensor.js";
import { add, mul, neg, sub } from "./binary.js";
import { broadcastTo, sumTo } from "./broadcast.js";
import { scatterElementsAddOp } from "./gather.js";
import { expandDims } from "./layout.js";
import { softmaxGradient } from "./normalize.js";
import { scalar } from "./source.js";
import { emitSoftplus, sigmoid } from "./unary.js";

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
  emit: (emitter, [z, p]) => [
    emitter.one("Sub", [emitSoftplus(emitter, z!), emitter.one("Mul", [p!, z!])]),
  ],
  gradient: ({ inputs }, [g]) => {
    const [z, p] = inputs as [Tensor, Tensor];
    return [sumTo(mul(sub(sigmoid(z), p), g!), z.shape), sumTo(neg(mul(g!, z)), p.shape)];
  },
});

/**
 * Cross-entropy of a binary choice in nats, from log-odds `z` and the probability `p` that it is to
 * have: `-p log sigmoid(z) - (1 - p) log sigmoid(-z)`, without overflow.
 */
export function logisticLoss(z: Tensor, p: Tensor): Tensor {
  return applyOne(logisticLossOp, [z, p], null);
}

/**
 * Outputs the log-probabilities and, for the gradient, all probabilities. With p* the largest of
 * them, the log-sum-exp of the logits is their maximum minus log p*, so that no second pass of
 * exponentials is needed. By the logits the derivative is g * (one-hot(target) - p): 1 is taken
 * from p at the targets, and the column -g is left to the product that made the logits.
 */
export const logSoftmaxAtOp = defineOp<null>({
  name: "logSoftmaxAt",
  infer: ([logits, targets]) => {
    requireFloat("logSoftmaxAt", logits!);
    const [rows, classes] = logits!.shape;
    const isIndex = targets!.dtype === "int32" || targets!.dtype === "int64";
    if (
      classes === undefined ||
      logits!.shape.length !== 2 ||
      !isIndex ||
      targets!.shape[0] !== rows
    ) {
      throw new InputError(
        "logSoftmaxAt: needs logits [rows, classes] and one int32 or int64 target a row, got " +
          `${formatShape(logits!.shape)} and ` +
          `${targets!.dtype}${formatShape(targets!.shape)}`,
      );
    }
    return [{ dtype: logits!.dtype, shape: [rows!] }, logits!];
  },
  emit: (emitter, [logits, targets]) => {
    const last = emitter.constant({ dtype: "int64", shape: [1], data: BigInt64Array.of(1n) });
    const largest = (value: string) =>
      emitter.one("ReduceMax", [value, last], { keepdims: { int: 1 } });
    const probabilities = emitter.one("Softmax", [logits!], { axis: { int: 1 } });
    const log = emitter.one("Log", [largest(probabilities)]);
    // The runtime runs what is written last first: once nothing else reads the logits, the
    // probabilities lie over them.
    const column = emitter.one("Unsqueeze", [targets!, last]);
    const chosen = emitter.one("GatherElements", [logits!, column], { axis: { int: 1 } });
    const logs = emitter.one("Add", [emitter.one("Sub", [chosen, largest(logits!)]), log]);
    return [emitter.one("Squeeze", [logs, last]), probabilities];
  },
  gradient: ({ inputs: [, targets], outputs: [, probabilities] }, [g, toProbabilities]) => {
    const chosen = g && throughChosen(probabilities!, targets!, g);
    const all = toProbabilities && softmaxGradient(probabilities!, toProbabilities, 1);
    return [chosen && all ? add(chosen, all) : (chosen ?? all), undefined];
  },
  carriesAll: true,
});

function throughChosen(probabilities: Tensor, targets: Tensor, g: Tensor): Tensor {
  const column = expandDims(g, 1);
  const ones = broadcastTo(scalar(-1, g.dtype), column.shape);
  const inputs = [probabilities, expandDims(targets, 1), ones];
  return mul(applyOne(scatterElementsAddOp, inputs, { axis: 1 }), neg(column));
}

/**
 * Log-probability of one class a row: `logits: [rows, classes]`, `targets: [rows]` (int32 or int64)
 * -> `[rows]`. Its mean, negated, is the cross-entropy in nats; no one-hot matrix is made.
 */
export function logSoftmaxAt(logits: Tensor, targets: Tensor): Tensor {
  return apply(logSoftmaxAtOp, [logits, targets], null)[0]!;
}
