// Losses that are ops of their own, because their gradient is simpler than that of their parts.

import { broadcastShapes } from "../shape.js";
import { applyOne, defineOp, requireFloat, requireSameDtype, type Tensor } from "../tensor.js";
import { mul, sub } from "./binary.js";
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
