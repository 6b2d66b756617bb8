// Gradients beside finite differences, of first and second order: the test that every op has to
// pass, whoever wrote it. After PyTorch's gradcheck and gradgradcheck.

import { constructors, type NdArray, sizeOf, type TypedData } from "./array.js";
import { gradients } from "./gradient.js";
import { add, mul } from "./ops/binary.js";
import { sum } from "./ops/broadcast.js";
import { scalar } from "./ops/source.js";
import { compile, type Program, type Signature } from "./program.js";
import { nodeRuntime, runOnce } from "./runtime/node.js";
import type { Executable, Runtime } from "./runtime/runtime.js";
import { isFloat, type Tensor } from "./tensor.js";

/** How `checkGradients` looks; every option has a default. */
export interface GradientCheck {
  /** Symbolic names for some of the first input's axes; default: all sizes are fixed. */
  readonly dims?: Readonly<Record<number, string>>;
  /** Float inputs that are not differentiated by, by their place; default none. */
  readonly fixed?: readonly number[];
  /** How far an input is moved to either side; above 0, default 1e-6. In float32 take 1e-2. */
  readonly step?: number;
  /** 1: gradients alone; 2, the default: their own gradients too. */
  readonly order?: 1 | 2;
  readonly runtime?: Runtime;
}

/**
 * The largest differences between gradients and finite differences, in shares of the difference, or
 * absolute where that is below 1. NaN where a gradient is.
 */
export interface GradientErrors {
  readonly first: number;
  /** 0 where it was not asked for. */
  readonly second: number;
}

type Named = Readonly<Record<string, NdArray>>;
type Build = (...inputs: Tensor[]) => Tensor;

/**
 * Checks the gradients of `build`, any function of tensors to a float tensor, at the given inputs.
 * What it gives is made a scalar by fixed weights, and so are its gradients for the second order.
 * Integer and bool inputs stay as they are. In float64 a right gradient is within about 1e-7; at
 * kinks and ties finite differences mean nothing.
 * @throws InputError for gradients that are refused, or not of their input's type.
 */
export async function checkGradients(
  build: Build,
  inputs: readonly NdArray[],
  options: GradientCheck = {},
): Promise<GradientErrors> {
  const { runtime = nodeRuntime, step = 1e-6, order = 2, fixed = [], dims = {} } = options;
  const floats = inputs.flatMap(({ dtype }, i) =>
    isFloat(dtype) && !fixed.includes(i) ? [i] : [],
  );
  const signature = signatureOf(inputs, dims);
  const values = Object.fromEntries(inputs.map((value, i) => [`x${i}`, value]));
  const plain = compile(signature, (tensors) => ({ y: build(...Object.values(tensors)) }));
  const { y } = await runOnce(plain, values, runtime);
  const weights = floats.map((i) => [`u${i}`, weightsLike(inputs[i]!)] as const);
  const feeds = { ...values, weights: weightsLike(y!), ...Object.fromEntries(weights) };
  const program = checkProgram(build, signature, plain, floats, order);
  const executable = await runtime.load(program);
  const at = { executable, feeds, floats, step };
  try {
    const first = await worstError(at, "loss", "g");
    return { first, second: order === 2 ? await worstError(at, "second loss", "h") : 0 };
  } finally {
    await executable.release();
  }
}

function signatureOf(
  inputs: readonly NdArray[],
  dims: Readonly<Record<number, string>>,
): Signature {
  return Object.fromEntries(
    inputs.map(({ dtype, shape }, i) => [
      `x${i}`,
      { dtype, shape: shape.map((dim, axis) => (i === 0 && dims[axis]) || dim) },
    ]),
  );
}

/** Numbers in (-1, 1), the same every time, of another array's type. */
function weightsLike({ dtype, shape }: NdArray): NdArray {
  const data = constructors[dtype as "float64"].from({ length: sizeOf(shape) }, (_, i) =>
    Math.sin(1.7 * i + 0.4),
  );
  return { dtype, shape, data: data as TypedData[typeof dtype] };
}

/** Outputs a loss and its gradients, `gI`, and a loss of these with its own, `hI`. */
function checkProgram(
  build: Build,
  signature: Signature,
  plain: Program,
  floats: readonly number[],
  order: 1 | 2,
): Program {
  const others = floats.map((i) => [`u${i}`, signature[`x${i}`]!] as const);
  const all: Signature = {
    ...signature,
    weights: plain.outputs.y!,
    ...Object.fromEntries(others),
  };
  return compile(all, (tensors) => {
    const list = Object.keys(signature).map((name) => tensors[name]!);
    const by = floats.map((i) => list[i]!);
    const named = (prefix: string, derivatives: readonly Tensor[]) =>
      Object.fromEntries(derivatives.map((g, i) => [`${prefix}${floats[i]}`, g]));
    const loss = sum(mul(build(...list), tensors.weights!));
    const first = gradients(loss, by);
    if (order === 1) return { loss, ...named("g", first) };
    const terms = first.map((g, i) => sum(mul(g, tensors[`u${floats[i]}`]!)));
    const next = terms.length > 0 ? terms.reduce(add) : scalar(0, loss.dtype);
    return {
      loss,
      ...named("g", first),
      "second loss": next,
      ...named("h", gradients(next, by)),
    };
  });
}

interface Place {
  readonly executable: Executable;
  readonly feeds: Named;
  readonly floats: readonly number[];
  readonly step: number;
}

/** Of the outputs `prefixI` beside differences of the output `loss` by input i. */
async function worstError(
  { executable, feeds, floats, step }: Place,
  loss: string,
  prefix: string,
): Promise<number> {
  const analytic = await executable.run(feeds);
  let worst = 0;
  for (const i of floats) {
    const value = feeds[`x${i}`]!;
    const gradient = analytic[`${prefix}${i}`]!;
    for (let at = 0; at < gradient.data.length; at++) {
      const lossAt = async (delta: number) => {
        const data = (value.data as Float64Array).slice();
        data[at]! += delta;
        const moved = { ...feeds, [`x${i}`]: { ...value, data } as NdArray };
        return Number((await executable.run(moved))[loss]!.data[0]);
      };
      const numeric = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
      const error = Math.abs(Number(gradient.data[at]) - numeric);
      const share = error / Math.max(1, Math.abs(numeric));
      worst = Number.isNaN(share) ? share : Math.max(worst, share);
    }
  }
  return worst;
}
