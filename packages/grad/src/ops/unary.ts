// Element-wise ops of one tensor.

import type { DType } from "../array.js";
import { onnxType } from "../onnx/parts.js";
import { hasOwnKernels } from "../runtime/device.js";
import {
  applyOne,
  defineOp,
  type Emitter,
  isFloat,
  type Op,
  requireFloat,
  type Tensor,
} from "../tensor.js";
import { add, div, mul, neg, sub } from "./binary.js";
import { greater } from "./compare.js";
import { emitCosine, emitSine } from "./sine.js";
import { type Emit, unary, unaryOp } from "./unary-op.js";
import { where } from "./where.js";

const inFloat32 =
  (type: string): Emit =>
  (emitter, x, dtype) => {
    if (dtype !== "float64") return emitter.one(type, [x]);
    const single = emitter.one("Cast", [x], { to: { int: onnxType.float32 } });
    return emitter.one("Cast", [emitter.one(type, [single])], { to: { int: onnxType.float64 } });
  };

/** For other targets than the runtimes that are exact, in simpler ops. */
const exactly =
  (type: string, elsewhere: (emitter: Emitter, x: string) => string): Emit =>
  (emitter, x, dtype) => {
    const isExact = hasOwnKernels(emitter.target) || dtype === "float64";
    return isExact ? emitter.one(type, [x]) : elsewhere(emitter, x);
  };

export const expOp = unaryOp("exp", "Exp", (_x, y, g) => mul(g, y));
export const sqrtOp = unaryOp("sqrt", "Sqrt", (_x, y, g) => div(mul(g, 0.5), y));
export const absOp = unaryOp("abs", "Abs", (x, _y, g) => mul(g, sign(x)));
export const sinOp = unaryOp("sin", exactly("Sin", emitSine), (x, _y, g) => mul(g, cos(x)));
export const cosOp = unaryOp("cos", exactly("Cos", emitCosine), (x, _y, g) => neg(mul(g, sin(x))));
export const tanhOp = unaryOp("tanh", "Tanh", (_x, y, g) => mul(g, sub(1, mul(y, y))));
export const sigmoidOp = unaryOp("sigmoid", "Sigmoid", (_x, y, g) => mul(g, mul(y, sub(1, y))));
/**
 * max(x, 0) - log(sigmoid(|x|)): five vectorised passes, several times faster than the runtime's
 * own Softplus.
 */
export const emitSoftplus = (emitter: Emitter, x: string): string => {
  const tail = emitter.one("Log", [emitter.one("Sigmoid", [emitter.one("Abs", [x])])]);
  return emitter.one("Sub", [emitter.one("Relu", [x]), tail]);
};
export const softplusOp = unaryOp("softplus", emitSoftplus, (x, _y, g) => mul(g, sigmoid(x)));
export const reluOp = unaryOp("relu", "Relu", (x, _y, g) => where(greater(x, 0), g, 0));
/** d erf(x) / dx = 2 / sqrt(pi) * exp(-x^2). */
export const erfOp = unaryOp("erf", inFloat32("Erf"), (x, _y, g) =>
  mul(g, mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI))),
);
/** The share of a standard normal distribution below x. */
const cumulativeNormal = (x: Tensor): Tensor => mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);
/** x * Phi(x), the exact form. Its derivative is Phi(x) + x * phi(x). */
export const geluOp: Op<null> = {
  ...unaryOp("gelu", inFloat32("Gelu"), (x, _y, g) => {
    const scaled = mul(x, Math.SQRT1_2);
    const density = exp(sub(-0.5 * Math.log(2 * Math.PI), mul(scaled, scaled)));
    return mul(g, add(cumulativeNormal(x), mul(x, density)));
  }),
  again: ({ inputs: [x] }) => mul(x!, cumulativeNormal(x!)),
};
/**
 * With s = sigmoid(x) and y = x s the derivative is y + s (1 - y); both are made again, which costs
 * less than to keep them.
 */
export const siluOp: Op<null> = {
  ...unaryOp(
    "silu",
    (emitter, x, dtype) =>
      hasOwnKernels(emitter.target) && dtype === "float32"
        ? emitter.one("QuickGelu", [x], { alpha: { float: 1 } }, "com.microsoft")
        : emitter.one("Mul", [x, emitter.one("Sigmoid", [x])]),
    (x, _y, g) => {
      const [s, y] = [sigmoid(x), siluAgain(x)];
      return mul(g, add(y, mul(s, sub(1, y))));
    },
  ),
  again: ({ inputs: [x] }) => siluAgain(x!),
};
const siluAgain = (x: Tensor): Tensor => mul(x, sigmoid(x));
export const signOp = defineOp<null>({
  name: "sign",
  infer: ([x]) => [x!],
  emit: (emitter, inputs) => emitter.add("Sign", inputs),
  gradient: "none",
});
export const floorOp = defineOp<null>({
  name: "floor",
  infer: ([x]) => {
    requireFloat("floor", x!);
    return [x!];
  },
  emit: (emitter, inputs) => emitter.add("Floor", inputs),
  gradient: "none",
});
export const castOp = defineOp<{ readonly to: DType }>({
  name: "cast",
  infer: ([x], { to }) => [{ dtype: to, shape: x!.shape }],
  emit: (emitter, inputs, { attrs }) =>
    emitter.add("Cast", inputs, { to: { int: onnxType[attrs.to] } }),
  gradient: ({ inputs, attrs }, [g]) => [
    isFloat(attrs.to) && isFloat(inputs[0]!.dtype) ? cast(g!, inputs[0]!.dtype) : undefined,
  ],
});
/** The value as it is; no gradient flows back through it. */
export const stopGradientOp = defineOp<null>({
  name: "stopGradient",
  infer: ([x]) => [x!],
  emit: (_, inputs) => inputs,
  gradient: "none",
});

/** e to the power x, element by element; floats only. */
export const exp = unary(expOp);
/** The square root, element by element; floats only. NaN below 0; the gradient at 0 is Infinity. */
export const sqrt = unary(sqrtOp);
/** |x|, element by element; floats only. The gradient at 0 is 0. */
export const abs = unary(absOp);
/** The sine of x in radians, element by element; floats only. */
export const sin = unary(sinOp);
/** The cosine of x in radians, element by element; floats only. */
export const cos = unary(cosOp);
/** The hyperbolic tangent, in (-1, 1), element by element; floats only. */
export const tanh = unary(tanhOp);
/** 1 / (1 + e^-x), in (0, 1), element by element; floats only. */
export const sigmoid = unary(sigmoidOp);
/** log(1 + exp(x)), without overflow. */
export const softplus = unary(softplusOp);
/** max(x, 0), element by element; floats only. The gradient at 0 is 0. */
export const relu = unary(reluOp);
/** The error function, element by element; floats only, float64 computed in float32 precision. */
export const erf = unary(erfOp);
/**
 * x times the share of a standard normal distribution below x, exactly and not by tanh (arXiv
 * 1606.08415), element by element; floats only, float64 computed in float32 precision.
 */
export const gelu = unary(geluOp);
/** -1, 0 or 1, element by element; floats only. No gradient. */
export const sign = unary(signOp);
/** The largest whole number up to x, element by element; floats only. No gradient. */
export const floor = unary(floorOp);
/** `x` as it is; no gradient flows back through it. */
export const stopGradient = unary(stopGradientOp);

/** log(sigmoid(x)), without overflow. */
export function logSigmoid(x: Tensor): Tensor {
  return neg(softplus(neg(x)));
}

/** x * sigmoid(x), also called swish. */
export function silu(x: Tensor): Tensor {
  return applyOne(siluOp, [x], null);
}

/** x * x, element by element. */
export function square(x: Tensor): Tensor {
  return mul(x, x);
}

/**
 * `x` with elements of another dtype; floats are cut towards 0 to integers, and anything but 0 is
 * true. Gradients flow between floats alone.
 */
export function cast(x: Tensor, to: DType): Tensor {
  return x.dtype === to ? x : applyOne(castOp, [x], { to });
}
