// Rotary positions as one op: its gradient is the same op, turning back.

import { InputError } from "@w2s/base";
import { ndarray } from "../array.js";
import { onnxType } from "../onnx/parts.js";
import { formatShape } from "../shape.js";
import {
  applyOne,
  defineOp,
  type Emitter,
  type Node,
  requireFloat,
  requireSameDtype,
  type Tensor,
} from "../tensor.js";
import { neg } from "./binary.js";

export const rotaryOp = defineOp<{ readonly heads: number }>({
  name: "rotary",
  infer: ([x, cosines, sines], { heads }) => {
    requireFloat("rotary", x!);
    requireSameDtype("rotary", [x!, cosines!, sines!]);
    const [, seq, width] = x!.shape;
    const half = cosines!.shape[1];
    const isWhole =
      typeof width === "number" && Number.isInteger(width / heads) && typeof half === "number";
    const fits = [cosines!, sines!].every(
      ({ shape }) => shape.length === 2 && shape[0] === seq && shape[1] === half,
    );
    if (x!.shape.length !== 3 || !isWhole || !fits || 2 * half > width / heads) {
      throw new InputError(
        `rotary: needs x [texts, seq, ${heads} * size] and angles [seq, at most size / 2], got ` +
          `${formatShape(x!.shape)}, ` +
          `${formatShape(cosines!.shape)} and ${formatShape(sines!.shape)}`,
      );
    }
    return [x!];
  },
  // The runtime has no double kernel.
  emit: (emitter, names, node) => {
    if (emitter.target === "anywhere") return [inStandardOps(emitter, names, node)];
    const {
      inputs: [x, cosines],
      attrs: { heads },
    } = node;
    const half = cosines!.shape[1] as number;
    const isPart = 2 * half < (x!.shape[2] as number) / heads;
    const attributes = isPart
      ? { num_heads: { int: heads }, rotary_embedding_dim: { int: 2 * half } }
      : {};
    const isDouble = x!.dtype === "float64";
    const cast = (name: string, to: number) =>
      isDouble ? emitter.one("Cast", [name], { to: { int: to } }) : name;
    const [values, c, s] = names.map((name) => cast(name, onnxType.float32));
    const first = emitter.constant({ dtype: "int64", shape: [1], data: BigInt64Array.of(0n) });
    const turned = emitter.one(
      "RotaryEmbedding",
      [values!, first, c!, s!],
      attributes,
      "com.microsoft",
    );
    return [cast(turned, onnxType.float64)];
  },
  gradient: ({ inputs: [, cosines, sines], attrs: { heads } }, [g]) => [
    rotary(g!, cosines!, neg(sines!), heads),
    undefined,
    undefined,
  ],
});

/** The first halves a and second halves b become a cos - b sin and b cos + a sin. */
function inStandardOps(
  emitter: Emitter,
  [x, c, s]: readonly string[],
  { inputs, attrs: { heads } }: Node<{ readonly heads: number }>,
): string {
  const width = inputs[0]!.shape[2] as number;
  const half = inputs[1]!.shape[1] as number;
  const rest = width / heads - 2 * half;
  const integers = (...values: number[]) =>
    emitter.constant(ndarray(BigInt64Array.from(values, BigInt), [values.length]));
  const perHead = emitter.one("Reshape", [x!, integers(0, 0, heads, width / heads)]);
  const sizes = rest > 0 ? [half, half, rest] : [half, half];
  const [a, b, ...kept] = emitter.add(
    "Split",
    [perHead, integers(...sizes)],
    { axis: { int: 3 } },
    { outputs: sizes.length },
  );
  const [cosines, sines] = [c!, s!].map((angles) =>
    emitter.one("Unsqueeze", [angles, integers(1)]),
  );
  const product = (first: string, second: string) => emitter.one("Mul", [first, second]);
  const turned = [
    emitter.one("Sub", [product(a!, cosines!), product(b!, sines!)]),
    emitter.one("Add", [product(b!, cosines!), product(a!, sines!)]),
    ...kept,
  ];
  const joined = emitter.one("Concat", turned, { axis: { int: 3 } });
  return emitter.one("Reshape", [joined, integers(0, 0, width)]);
}

/**
 * Turns pairs (i, i + half) of each head's first 2 * half dimensions by angles that differ by
 * place: `x: [texts, seq, heads*size]`, `cosines` and `sines`: `[seq, half]`, 2 * half at most the
 * head's size. No gradient flows to the angles. Source: arXiv 2104.09864, in the half-split layout
 * of Hugging Face checkpoints.
 */
export function rotary(x: Tensor, cosines: Tensor, sines: Tensor, heads: number): Tensor {
  return applyOne(rotaryOp, [x, cosines, sines], { heads });
}
