// Matrix products, transposes folded in: the gradient of a product is again a product, and nothing is copied.

import { InputError } from "../errors.js";
import type { Target } from "../runtime/device.js";
import { broadcastShapes, formatShape, productOf, type Shape } from "../shape.js";
import { applyOne, defineOp, requireFloat, requireSameDtype, type Tensor } from "../tensor.js";
import { reshape } from "./layout.js";
import { sumTo } from "./reduce.js";

export interface MatmulAttrs {
  /** Take a as if its last two axes were swapped; default false. */
  readonly transposeA?: boolean;
  /** Take b as if its last two axes were swapped; default false. */
  readonly transposeB?: boolean;
}

type Flags = Required<MatmulAttrs>;

/** The last two dimensions, as the product sees them. */
function matrixDims(shape: Shape, transposed: boolean): readonly [Shape[number], Shape[number]] {
  const [rows, cols] = shape.slice(-2) as [Shape[number], Shape[number]];
  return transposed ? [cols, rows] : [rows, cols];
}

export const matmulOp = defineOp<Flags>({
  name: "matmul",
  infer: ([a, b], { transposeA, transposeB }) => {
    const shapes = `${formatShape(a!.shape)}${transposeA ? "^T" : ""} and ${formatShape(b!.shape)}${transposeB ? "^T" : ""}`;
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
    const { transposeA, transposeB } = attrs;
    if (!transposeA && !transposeB) return emitter.add("MatMul", [a!, b!]);
    const bothMatrices = inputs.every(({ shape }) => shape.length === 2);
    const flags = { transA: { int: Number(transposeA) }, transB: { int: Number(transposeB) } };
    if (bothMatrices) return emitter.add("Gemm", [a!, b!], flags);
    if (inputs[0]!.dtype === "float32" && hasFused(emitter.target)) {
      return emitter.add("FusedMatMul", [a!, b!], flags, { domain: "com.microsoft" });
    }
    // FusedMatMul has no double kernel.
    const swap = (name: string, rank: number) => {
      const perm = Array.from({ length: rank }, (_, i) => i);
      perm.push(perm.splice(-2, 1)[0]!);
      return emitter.one("Transpose", [name], { perm: { ints: perm } });
    };
    return emitter.add("MatMul", [
      transposeA ? swap(a!, inputs[0]!.shape.length) : a!,
      transposeB ? swap(b!, inputs[1]!.shape.length) : b!,
    ]);
  },
  gradient: ({ inputs, attrs }, [g]) => {
    const [a, b] = inputs as [Tensor, Tensor];
    return [sumTo(gradientOfA(a, b, g!, attrs), a.shape), gradientOfB(a, b, g!, attrs)];
  },
});

/** FusedMatMul is ONNX Runtime's own, and WebGPU has no kernel for it. */
const hasFused = (target: Target) => target === "cpu" || target === "cuda";

/** y = A B: dA = g B^T, or dA^T = B g^T where A came transposed. */
function gradientOfA(_a: Tensor, b: Tensor, g: Tensor, { transposeA, transposeB }: Flags): Tensor {
  return transposeA
    ? matmul(b, g, { transposeA: transposeB, transposeB: true })
    : matmul(g, b, { transposeB: !transposeB });
}

/** dB = A^T g, or dB^T = g^T A. A matrix shared by a batch gets one product over all the batch's rows. */
function gradientOfB(a: Tensor, b: Tensor, g: Tensor, { transposeA, transposeB }: Flags): Tensor {
  if (b.shape.length === 2 && a.shape.length > 2 && !transposeA) {
    return productForB(rowsOf(a), rowsOf(g), transposeB, false);
  }
  return sumTo(productForB(a, g, transposeB, transposeA), b.shape);
}

function productForB(a: Tensor, g: Tensor, transposeB: boolean, transposeA: boolean): Tensor {
  return transposeB
    ? matmul(g, a, { transposeA: true, transposeB: transposeA })
    : matmul(a, g, { transposeA: !transposeA });
}

/** [..., k] as [rows, k]. */
function rowsOf(x: Tensor): Tensor {
  return reshape(x, [productOf(x.shape.slice(0, -1)), x.shape.at(-1)!]);
}

/**
 * Matrix product over the last two axes: `a: [..., m, k]`, `b: [..., k, n]` -> `[..., m, n]`; leading axes broadcast.
 * @throws InputError when inner dimensions, leading axes or dtypes do not agree.
 */
export function matmul(a: Tensor, b: Tensor, options: MatmulAttrs = {}): Tensor {
  const { transposeA = false, transposeB = false } = options;
  return applyOne(matmulOp, [a, b], { transposeA, transposeB });
}
