// Softmax and layer normalisation: fused ops, each with a gradient written for it and not for its
// expansion.

import { InputError } from "@w2s/base";
import { ndarray } from "../array.js";
import { onnxType } from "../onnx/parts.js";
import { hasOwnKernels } from "../runtime/device.js";
import { formatShape, normalizeAxis, sameShape } from "../shape.js";
import {
  apply,
  applyOne,
  defineOp,
  type Emitter,
  type Node,
  requireFloat,
  type Tensor,
} from "../tensor.js";
import { add, div, mul, neg, sub } from "./binary.js";
import { broadcastTo, sum, sumTo } from "./broadcast.js";
import { mean } from "./reduce.js";
import { dimSize, scalarValue } from "./source.js";
import { cast, exp } from "./unary.js";

export interface AxisAttrs {
  readonly axis: number;
}

export const softmaxOp = defineOp<AxisAttrs>({
  name: "softmax",
  infer: ([x]) => {
    requireFloat("softmax", x!);
    return [x!];
  },
  emit: (emitter, inputs, { attrs }) =>
    emitter.add("Softmax", inputs, { axis: { int: attrs.axis } }),
  gradient: ({ outputs: [y], attrs: { axis } }, [g]) => [softmaxGradient(y!, g!, axis)],
});

/** What flows back to the logits of probabilities `y`: y * (g - sum(g * y)). */
export function softmaxGradient(y: Tensor, g: Tensor, axis: number): Tensor {
  const gy = mul(g, y);
  return sub(gy, mul(y, sum(gy, axis, true)));
}

export const logSoftmaxOp = defineOp<AxisAttrs>({
  name: "logSoftmax",
  infer: ([x]) => {
    requireFloat("logSoftmax", x!);
    return [x!];
  },
  emit: (emitter, inputs, { attrs }) =>
    emitter.add("LogSoftmax", inputs, { axis: { int: attrs.axis } }),
  gradient: ({ outputs: [y], attrs: { axis } }, [g]) => [
    sub(g!, mul(exp(y!), sum(g!, axis, true))),
  ],
});

export interface NormAttrs {
  readonly epsilon: number;
}

function requireScale(op: string, x: Tensor, parameters: readonly Tensor[]): void {
  for (const parameter of parameters) {
    if (!sameShape(parameter.shape, x.shape.slice(-1))) {
      throw new InputError(
        `${op}: scale and bias must be ${formatShape(x.shape.slice(-1))} for ` +
          `${formatShape(x.shape)}, got ${formatShape(parameter.shape)}`,
      );
    }
  }
}

/** The runtime gives the statistics in float32 whatever the input's dtype. */
function emitNorm(
  emitter: Emitter,
  type: string,
  inputs: readonly string[],
  node: Node<NormAttrs>,
): string[] {
  const attributes = { axis: { int: -1 }, epsilon: { float: node.attrs.epsilon } };
  const [y, ...statistics] = emitter.add(type, inputs, attributes, {
    outputs: node.outputs.length,
  });
  if (node.inputs[0]!.dtype === "float32") return [y!, ...statistics];
  return [
    y!,
    ...statistics.map((value) => emitter.one("Cast", [value], { to: { int: onnxType.float64 } })),
  ];
}

/** Outputs y, mean and 1/std: the last two feed the gradient. */
export const layerNormOp = defineOp<NormAttrs>({
  name: "layerNorm",
  infer: ([x, scale, bias]) => {
    requireFloat("layerNorm", x!);
    requireScale("layerNorm", x!, [scale!, bias!]);
    const statistics = { dtype: x!.dtype, shape: x!.shape.with(-1, 1) };
    return [x!, statistics, statistics];
  },
  emit: (emitter, inputs, node) => emitNorm(emitter, "LayerNormalization", inputs, node),
  gradient: (node, [g, toMean, toInverse]) => {
    const [x] = node.inputs as [Tensor];
    const [, mu, inverseStd] = node.outputs as [Tensor, Tensor, Tensor];
    const [dx, dScale, dBias] = g ? layerNormGradient(node, g) : [];
    const through = [
      dx,
      toMean && shared(x, toMean),
      toInverse && throughInverse(x, mul(sub(x, mu), inverseStd), inverseStd, toInverse),
    ];
    return [total(through), dScale, dBias];
  },
  carriesAll: true,
});

/** A statistic's cotangent `[..., 1]` as what flows to each value of a row through its mean. */
function shared(x: Tensor, g: Tensor): Tensor {
  return broadcastTo(div(g, cast(dimSize(x, -1), x.dtype)), x.shape);
}

/** With r = 1/std or 1/rms over d values and n what it normalizes: dr/dx = -r^2 n / d. */
function throughInverse(x: Tensor, normalized: Tensor, inverse: Tensor, g: Tensor): Tensor {
  return neg(mul(normalized, shared(x, mul(g, mul(inverse, inverse)))));
}

function total(terms: readonly (Tensor | undefined)[]): Tensor | undefined {
  const given = terms.filter((term) => term !== undefined);
  return given.length > 0 ? given.reduce(add) : undefined;
}

/** With n = (x - mean) / std and h = g * scale: dx = (h - mean(h) - n * mean(h * n)) / std. */
function layerNormGradient({ inputs, outputs }: Node<NormAttrs>, g: Tensor): readonly Tensor[] {
  const [x, scale, bias] = inputs as [Tensor, Tensor, Tensor];
  const [, mu, inverseStd] = outputs as [Tensor, Tensor, Tensor];
  const isPlain = scalarValue(scale) === 1 && scalarValue(bias) === 0;
  const normalized = isPlain ? outputs[0]! : mul(sub(x, mu), inverseStd);
  const h = mul(g, scale);
  const centred = sub(h, mean(h, -1, true));
  const dx = mul(sub(centred, mul(normalized, mean(mul(h, normalized), -1, true))), inverseStd);
  return [dx, sumTo(mul(g, normalized), scale.shape), sumTo(g, bias.shape)];
}

/** The op is no part of the standard, and WebGPU's kernel leaves its second output unwritten. */
function inverseRms(emitter: Emitter, x: string, { inputs, attrs }: Node<NormAttrs>): string {
  const { epsilon } = attrs;
  const isDouble = inputs[0]!.dtype === "float64";
  const squares = emitter.one("Mul", [x, x]);
  const axes = emitter.constant(ndarray(BigInt64Array.of(-1n), [1]));
  const mean = emitter.one("ReduceMean", [squares, axes], { keepdims: { int: 1 } });
  const small = isDouble
    ? ndarray(Float64Array.of(epsilon), [])
    : ndarray(Float32Array.of(epsilon), []);
  const sum = emitter.one("Add", [mean, emitter.constant(small)]);
  return emitter.one("Reciprocal", [emitter.one("Sqrt", [sum])]);
}

/** Outputs y and 1/rms. */
export const rmsNormOp = defineOp<NormAttrs>({
  name: "rmsNorm",
  infer: ([x, scale]) => {
    requireFloat("rmsNorm", x!);
    requireScale("rmsNorm", x!, [scale!]);
    return [x!, { dtype: x!.dtype, shape: x!.shape.with(-1, 1) }];
  },
  emit: (emitter, inputs, node) => {
    if (hasOwnKernels(emitter.target))
      return emitNorm(emitter, "SimplifiedLayerNormalization", inputs, node);
    const inverse = inverseRms(emitter, inputs[0]!, node);
    return [emitter.one("Mul", [emitter.one("Mul", [inputs[0]!, inverse]), inputs[1]!]), inverse];
  },
  gradient: (node, [g, toInverse]) => {
    const [x] = node.inputs as [Tensor];
    const [dx, dScale] = g ? rmsNormGradient(node, g) : [];
    const inverse = node.outputs[1]!;
    const through = toInverse && throughInverse(x, mul(x, inverse), inverse, toInverse);
    return [total([dx, through]), dScale];
  },
  carriesAll: true,
  again: (node) => mul(normalizedByRms(node), node.inputs[1]!),
});

/** With n = x / rms and h = g * scale: dx = (h - n * mean(h * n)) / rms. */
function rmsNormGradient({ inputs, outputs }: Node<NormAttrs>, g: Tensor): readonly Tensor[] {
  const [, scale] = inputs as [Tensor, Tensor];
  const inverseRms = outputs[1]!;
  const normalized = normalizedByRms({ inputs, outputs });
  const h = mul(g, scale);
  const dx = mul(sub(h, mul(normalized, mean(mul(h, normalized), -1, true))), inverseRms);
  return [dx, sumTo(mul(g, normalized), scale.shape)];
}

function normalizedByRms({ inputs, outputs }: Pick<Node<NormAttrs>, "inputs" | "outputs">): Tensor {
  const [x, scale] = inputs as [Tensor, Tensor];
  return scalarValue(scale) === 1 ? outputs[0]! : mul(x, outputs[1]!);
}

/** Probabilities along an axis (default: the last). */
export function softmax(x: Tensor, axis = -1): Tensor {
  return applyOne(softmaxOp, [x], { axis: normalizeAxis("softmax", axis, x.shape.length) });
}

/** Logarithms of `softmax`, without overflow. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return applyOne(logSoftmaxOp, [x], { axis: normalizeAxis("logSoftmax", axis, x.shape.length) });
}

/**
 * Normalises the last axis to mean 0 and variance 1, then scales and shifts: `scale`, `bias`: `[d]`
 * for `x: [..., d]`.
 */
export function layerNorm(x: Tensor, scale: Tensor, bias: Tensor, epsilon = 1e-5): Tensor {
  return apply(layerNormOp, [x, scale, bias], { epsilon })[0]!;
}

/**
 * Divides by the root mean square of the last axis, then scales: `scale: [d]` for `x: [..., d]`.
 * Source: arXiv 1910.07467.
 */
export function rmsNorm(x: Tensor, scale: Tensor, epsilon = 1e-6): Tensor {
  return apply(rmsNormOp, [x, scale], { epsilon })[0]!;
}
