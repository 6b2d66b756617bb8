// Matrix products, transposes folded in: the gradient of a product is again a product, and nothing
// is copied.

import { InputError } from "@w2s/base";
import { type DType, ndarray } from "../array.js";
import { hasOwnKernels } from "../runtime/device.js";
import { broadcastShapes, formatShape, productOf, type Shape, sameShape } from "../shape.js";
import {
  applyOne,
  defineOp,
  type Emitter,
  requireFloat,
  requireSameDtype,
  type Tensor,
} from "../tensor.js";
import { mul } from "./binary.js";
import { reshape, sumTo } from "./broadcast.js";

/** How `matmul` takes its sides; every option has a default. */
export interface MatmulAttrs {
  /** Take a as if its last two axes were swapped; default false. */
  readonly transposeA?: boolean;
  /** Take b as if its last two axes were swapped; default false. */
  readonly transposeB?: boolean;
  /** What the product is multiplied by; default 1. */
  readonly scale?: number | undefined;
}

/** What the op keeps. */
export interface ProductAttrs extends MatmulAttrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The last two dimensions, as the product sees them. */
function matrixDims(shape: Shape, transposed: boolean): readonly [Shape[number], Shape[number]] {
  const [rows, cols] = shape.slice(-2) as [Shape[number], Shape[number]];
  return transposed ? [cols, rows] : [rows, cols];
}

export const matmulOp = defineOp<ProductAttrs>({
  name: "matmul",
  infer: ([a, b], { transposeA, transposeB }) => {
    const shown = ({ shape }: Tensor, turned: boolean) => formatShape(shape) + (turned ? "^T" : "");
    const shapes = `${shown(a!, transposeA)} and ${shown(b!, transposeB)}`;
    if (a!.shape.length < 2 || b!.shape.length < 2) {
      throw new InputError(`matmul: both sides need at least two axes, got ${shapes}; use reshape`);
    }
    requireFloat("matmul", a!);
    const [m, k] = matrixDims(a!.shape, transposeA);
    const [k2, n] = matrixDims(b!.shape, transposeB);
    if (k !== k2) throw new InputError(`matmul: inner dimensions must agree, got ${shapes}`);
    const batch = broadcastShapes("matmul", a!.shape.slice(0, -2), b!.shape.slice(0, -2));
    return [{ dtype: requireSameDtype("matmul", [a!, b!]), shape: [...batch, m, n] }];
  },
  emit: (emitter, [a, b], { inputs, attrs }) => {
    const [left, right] = inputs as [Tensor, Tensor];
    const ranks = [left.shape.length, right.shape.length] as const;
    const parts = { ...attrs, ranks, dtype: left.dtype };
    const turn = emitter.target === "cpu-avx2" ? sideToTurn(left, right, attrs) : undefined;
    if (turn === "a") {
      const first = turned(emitter, a!, left.shape[1] as number);
      return [emitProduct(emitter, [first, b!], { ...parts, transposeA: false })];
    }
    if (turn === "b") {
      const second = turned(emitter, b!, right.shape[1] as number);
      return [emitProduct(emitter, [a!, second], { ...parts, transposeB: true })];
    }
    return [emitProduct(emitter, [a!, b!], parts)];
  },
  gradient: ({ inputs, attrs }, [g]) => {
    const [a, b] = inputs as [Tensor, Tensor];
    const scaled = scaledRows(a, b, g!, attrs);
    if (scaled) {
      const { rows, column } = scaled;
      return [
        mul(gradientOfA(b, rows, attrs), column),
        gradientOfB(mul(a, column), b, rows, attrs),
      ];
    }
    return [sumTo(gradientOfA(b, g!, attrs), a.shape), gradientOfB(a, b, g!, attrs)];
  },
});

interface ProductParts extends ProductAttrs {
  readonly ranks: readonly [number, number];
  readonly dtype: DType;
}

/** Writes a product of two values of the given ranks, and gives its name. */
export function emitProduct(
  emitter: Emitter,
  [a, b]: readonly [string, string],
  { transposeA, transposeB, scale = 1, ranks, dtype }: ProductParts,
): string {
  if (!transposeA && !transposeB && scale === 1) return emitter.one("MatMul", [a, b]);
  const flags = {
    transA: { int: Number(transposeA) },
    transB: { int: Number(transposeB) },
    alpha: { float: scale },
  };
  const single = dtype === "float32";
  if (ranks[0] === 2 && ranks[1] === 2 && (single || scale === 1))
    return emitter.one("Gemm", [a, b], flags);
  // FusedMatMul has no double kernel.
  if (single && hasOwnKernels(emitter.target)) {
    return emitter.one("FusedMatMul", [a, b], flags, "com.microsoft");
  }
  const swap = (name: string, rank: number) => {
    const perm = Array.from({ length: rank }, (_, i) => i);
    perm.push(perm.splice(-2, 1)[0]!);
    return emitter.one("Transpose", [name], { perm: { ints: perm } });
  };
  const product = emitter.one("MatMul", [
    transposeA ? swap(a, ranks[0]) : a,
    transposeB ? swap(b, ranks[1]) : b,
  ]);
  if (scale === 1) return product;
  const factor = {
    dtype,
    shape: [],
    data: single ? Float32Array.of(scale) : Float64Array.of(scale),
  };
  return emitter.one("Mul", [product, emitter.constant(factor)]);
}

/** From this width on a copy of a side costs little beside the product. */
const wide = (dim: Shape[number]) => typeof dim === "number" && dim >= 128;

/**
 * The side that a product is faster on a transposed copy of, where vectors have 256 bits: the
 * first of a weight's gradient, A^T g, and a weight that stands untransposed. Every bit is the
 * same; docs/design/grad.md has the figures.
 */
function sideToTurn(a: Tensor, b: Tensor, attrs: ProductAttrs): "a" | "b" | undefined {
  const isTurnable = a.dtype === "float32" && b.shape.length === 2 && wide(b.shape[1]!);
  if (!isTurnable || attrs.transposeB) return undefined;
  if (!attrs.transposeA) return wide(b.shape[0]!) ? "b" : undefined;
  return a.shape.length === 2 && wide(a.shape[1]!) ? "a" : undefined;
}

/**
 * A copy of a matrix `[rows, columns]` as `[columns, rows]`. A transpose that stands before a
 * product is folded into it again by the runtime, which does not see through the change of rank.
 */
function turned(emitter: Emitter, matrix: string, columns: number): string {
  const numbers = (...data: bigint[]) =>
    emitter.constant(ndarray(BigInt64Array.from(data), [data.length]));
  const pile = emitter.one("Unsqueeze", [matrix, numbers(0n)]);
  const swapped = emitter.one("Transpose", [pile], { perm: { ints: [0, 2, 1] } });
  return emitter.one("Reshape", [swapped, numbers(BigInt(columns), -1n)]);
}

/** y = A B: dA = g B^T, or dA^T = B g^T where A came transposed. */
function gradientOfA(
  b: Tensor,
  g: Tensor,
  { transposeA, transposeB, scale }: ProductAttrs,
): Tensor {
  return transposeA
    ? matmul(b, g, { transposeA: transposeB, transposeB: true, scale })
    : matmul(g, b, { transposeB: !transposeB, scale });
}

/**
 * What flows back where it is `rows` times a column, `[rows, wide]` by `[rows, 1]`: the column then
 * meets the narrow sides of the products instead, and the wide matrix is not written once more.
 */
function scaledRows(a: Tensor, b: Tensor, g: Tensor, { transposeA }: ProductAttrs) {
  const { op, inputs } = g.node;
  if (op.name !== "mul" || transposeA || a.shape.length !== 2 || b.shape.length !== 2)
    return undefined;
  const [rows, column] = inputs as [Tensor, Tensor];
  const isColumn =
    column.shape.length === 2 && column.shape[1] === 1 && sameShape(rows.shape, g.shape);
  const [inner, wide] = [a.shape[1], g.shape[1]];
  const pays = typeof inner === "number" && typeof wide === "number" && wide > inner;
  return isColumn && pays ? { rows, column } : undefined;
}

/**
 * dB = A^T g, or dB^T = g^T A. A matrix shared by a batch gets one product over all the batch's
 * rows.
 */
function gradientOfB(a: Tensor, b: Tensor, g: Tensor, attrs: ProductAttrs): Tensor {
  if (b.shape.length === 2 && a.shape.length > 2 && !attrs.transposeA) {
    return productForB(rowsOf(a), rowsOf(g), attrs);
  }
  return sumTo(productForB(a, g, attrs), b.shape);
}

function productForB(
  a: Tensor,
  g: Tensor,
  { transposeA, transposeB, scale }: ProductAttrs,
): Tensor {
  return transposeB
    ? matmul(g, a, { transposeA: true, transposeB: transposeA, scale })
    : matmul(a, g, { transposeA: !transposeA, scale });
}

/** [..., k] as [rows, k]. */
function rowsOf(x: Tensor): Tensor {
  return reshape(x, [productOf(x.shape.slice(0, -1)), x.shape.at(-1)!]);
}

/**
 * Matrix product over the last two axes: `a: [..., m, k]`, `b: [..., k, n]` -> `[..., m, n]`;
 * leading axes broadcast.
 * @throws InputError when inner dimensions, leading axes or dtypes do not agree.
 */
export function matmul(a: Tensor, b: Tensor, options: MatmulAttrs = {}): Tensor {
  const { transposeA = false, transposeB = false, scale = 1 } = options;
  return applyOne(matmulOp, [a, b], { transposeA, transposeB, ...(scale === 1 ? {} : { scale }) });
}
