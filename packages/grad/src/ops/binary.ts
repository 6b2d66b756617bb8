// Element-wise arithmetic of two tensors, with NumPy broadcasting, and of one what their gradients
// need. Numbers are taken as scalars of the other side's dtype.

import { broadcastShapes, broadcastsInto } from "../shape.js";
import {
  applyOne,
  defineOp,
  type Emitter,
  type Op,
  requireSameDtype,
  type Tensor,
} from "../tensor.js";
import { sumTo } from "./broadcast.js";
import { and, equal, greaterEqual } from "./compare.js";
import { asTensor, constantValue, scalar, scalarValue } from "./source.js";
import { unary, unaryOp } from "./unary-op.js";
import { where } from "./where.js";

type Cotangents = (a: Tensor, b: Tensor, y: Tensor, g: Tensor) => readonly [Tensor, Tensor];

function binaryOp(name: string, onnxType: string, cotangents: Cotangents): Op<null> {
  return defineOp<null>({
    name,
    infer: ([a, b]) => [
      { dtype: requireSameDtype(name, [a!, b!]), shape: broadcastShapes(name, a!.shape, b!.shape) },
    ],
    emit: (emitter, [a, b], { inputs }) => {
      const [left, right] = inputs as [Tensor, Tensor];
      const sides = [ranked(emitter, a!, left, right), ranked(emitter, b!, right, left)];
      return emitter.add(onnxType, sides);
    },
    // Broadcast gradients are summed back to each side's own shape here, once for all binary ops.
    gradient: ({ inputs, outputs }, [g]) => {
      const [a, b] = inputs as [Tensor, Tensor];
      const [da, db] = cotangents(a, b, outputs[0]!, g!);
      return [sumTo(da, a.shape), sumTo(db, b.shape)];
    },
  });
}

/**
 * A single number that meets a column, with as many axes: else the runtime walks the column one
 * number at a time, ten times as slow.
 */
function ranked(emitter: Emitter, name: string, x: Tensor, other: Tensor): string {
  const rank = other.shape.length;
  const meetsColumn = rank > x.shape.length && rank > 1 && other.shape.at(-1) === 1;
  if (!meetsColumn || x.shape.some((dim) => dim !== 1)) return name;
  const ones = Array<number>(rank).fill(1);
  const value = constantValue(x);
  if (value) return emitter.constant({ ...value, shape: ones });
  return emitter.one("Reshape", [name, emitter.shapeVector(ones)]);
}

export const addOp = binaryOp("add", "Add", (_a, _b, _y, g) => [g, g]);
export const subOp = binaryOp("sub", "Sub", (_a, _b, _y, g) => [g, neg(g)]);
export const mulOp: Op<null> = {
  ...binaryOp("mul", "Mul", (a, b, _y, g) => [mul(g, b), mul(g, a)]),
  /** Where an activation that is made again gates something, so is what it gates. */
  again: ({ inputs: [a, b] }) => {
    const gate = a!.index === 0 ? a!.node.op.again?.(a!.node) : undefined;
    return gate && mul(gate, b!);
  },
};
export const divOp = binaryOp("div", "Div", (_a, b, y, g) => {
  const da = div(g, b);
  return [da, neg(mul(da, y))];
});
/**
 * The derivative by the exponent takes log(base): it is NaN for negative bases, as in every
 * framework. At base 0 it is 0 where the exponent is not negative, and so is the derivative by the
 * base where the exponent is 0, as in PyTorch.
 */
export const powOp = binaryOp("pow", "Pow", (a, b, y, g) => [
  mul(g, mul(b, pow(a, oneLess(b)))),
  mul(g, mul(y, log(where(and(equals(a, 0), greaterEqual(b, scalar(0, b.dtype))), 1, a)))),
]);

/** b - 1, and 0 where b is 0, so that 0 times the power is 0. */
function oneLess(b: Tensor): Tensor {
  const known = scalarValue(b);
  if (known !== undefined) return scalar(known === 0 ? 0 : known - 1, b.dtype);
  return where(equals(b, 0), 0, sub(b, 1));
}

/** At a tie the whole cotangent goes to the first operand. */
export const maximumOp = binaryOp("maximum", "Max", (a, b, _y, g) => pick(greaterEqual(a, b), g));
/** At a tie the whole cotangent goes to the first operand. */
export const minimumOp = binaryOp("minimum", "Min", (a, b, _y, g) => pick(greaterEqual(b, a), g));

function pick(first: Tensor, g: Tensor): readonly [Tensor, Tensor] {
  return [where(first, g, 0), where(first, 0, g)];
}

export const negOp = unaryOp("neg", "Neg", (_x, _y, g) => neg(g));
export const logOp = unaryOp("log", "Log", (x, _y, g) => div(g, x));

type Operand = Tensor | number;

function binary(op: Op<null>, a: Operand, b: Operand): Tensor {
  const dtype = typeof a === "number" ? (typeof b === "number" ? "float32" : b.dtype) : a.dtype;
  const [left, right] = [asTensor(a, dtype), asTensor(b, dtype)];
  return applyOne(op, [unbroadcast(left, right), unbroadcast(right, left)], null);
}

/** What was broadcast just to meet the other operand need not be: the op broadcasts by itself. */
function unbroadcast(x: Tensor, other: Tensor): Tensor {
  const source = x.node.op.name === "broadcastTo" ? x.node.inputs[0]! : x;
  return broadcastsInto(x.shape, other.shape) ? source : x;
}

/**
 * `kept` where the other operand is `neutral` everywhere and does not widen it; otherwise
 * undefined.
 */
function unchanged(kept: Operand, other: Operand, neutral: number): Tensor | undefined {
  if (typeof kept === "number") return undefined;
  if (typeof other === "number") return other === neutral ? kept : undefined;
  if (scalarValue(other) !== neutral || other.dtype !== kept.dtype) return undefined;
  return broadcastsInto(other.shape, kept.shape) ? kept : undefined;
}

/** The result of two scalar constants. */
function folded(
  a: Operand,
  b: Operand,
  compute: (a: number, b: number) => number,
): Tensor | undefined {
  const [left, right] = [a, b].map((x) =>
    typeof x === "number" ? x : x.shape.length === 0 ? scalarValue(x) : undefined,
  );
  if (left === undefined || right === undefined) return undefined;
  const dtype = typeof a === "number" ? (typeof b === "number" ? "float32" : b.dtype) : a.dtype;
  return dtype === "float32" || dtype === "float64"
    ? scalar(compute(left, right), dtype)
    : undefined;
}

/**
 * a + b, element by element: shapes broadcast, dtypes must agree, and a number is taken in the
 * other side's dtype. Likewise for all functions of two tensors here.
 * @throws InputError for shapes that do not broadcast and for different dtypes.
 */
export function add(a: Operand, b: Operand): Tensor {
  return (
    unchanged(a, b, 0) ?? unchanged(b, a, 0) ?? folded(a, b, (x, y) => x + y) ?? binary(addOp, a, b)
  );
}

/** a - b, element by element, with broadcasting; see `add`. */
export function sub(a: Operand, b: Operand): Tensor {
  return unchanged(a, b, 0) ?? folded(a, b, (x, y) => x - y) ?? binary(subOp, a, b);
}

/** a * b, element by element, with broadcasting; see `add`. */
export function mul(a: Operand, b: Operand): Tensor {
  return (
    unchanged(a, b, 1) ?? unchanged(b, a, 1) ?? folded(a, b, (x, y) => x * y) ?? binary(mulOp, a, b)
  );
}

/** a / b, element by element, with broadcasting; see `add`. Integers are divided towards 0. */
export function div(a: Operand, b: Operand): Tensor {
  return unchanged(a, b, 1) ?? folded(a, b, (x, y) => x / y) ?? binary(divOp, a, b);
}

/**
 * a to the power b, element by element, with broadcasting; see `add`. By the base the gradient is 0
 * where b is 0; by the exponent it is 0 at base 0 and NaN at negative bases.
 */
export function pow(a: Operand, b: Operand): Tensor {
  return unchanged(a, b, 1) ?? binary(powOp, a, b);
}

/**
 * The larger of a and b, element by element, with broadcasting; see `add`. At a tie the gradient
 * goes to a.
 */
export function maximum(a: Operand, b: Operand): Tensor {
  return binary(maximumOp, a, b);
}

/**
 * The smaller of a and b, element by element, with broadcasting; see `add`. At a tie the gradient
 * goes to a.
 */
export function minimum(a: Operand, b: Operand): Tensor {
  return binary(minimumOp, a, b);
}

/** -x, element by element; floats only. */
export const neg = unary(negOp);
/** The natural logarithm, element by element; floats only. -Infinity at 0, NaN below. */
export const log = unary(logOp);

/** Limits x to [low, high]; the gradient is 1 inside, 0 outside. */
export function clamp(x: Tensor, low: number, high: number): Tensor {
  return minimum(maximum(x, low), high);
}

/** 1 where a equals b, as a bool tensor, with numbers allowed on the right. */
export function equals(a: Tensor, b: Operand): Tensor {
  return equal(a, asTensor(b, a.dtype));
}
