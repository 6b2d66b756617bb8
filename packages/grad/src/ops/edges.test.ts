// Ops at ties, zeros and infinities, where finite differences mean nothing: values and gradients
// beside PyTorch's, in both precisions. fixtures/edges.json is made by reference/grad/edges.py.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { constructors, type DType, type NdArray, ndarray, type TypedData } from "../array.js";
import { gradients } from "../gradient.js";
import { compile } from "../program.js";
import { runOnce } from "../runtime/node.js";
import { isFloat, type Tensor } from "../tensor.js";
import { attention } from "./attention.js";
import { add, clamp, maximum, minimum, mul, pow } from "./binary.js";
import { sum } from "./broadcast.js";
import { logSoftmax, softmax } from "./normalize.js";
import { topK } from "./order.js";
import { logSumExp, max, min } from "./reduce.js";
import * as unary from "./unary.js";
import { where } from "./where.js";

type Build = (...inputs: Tensor[]) => Tensor;

const edges: Readonly<Record<string, Build>> = {
  "max of ties": (x) => max(x!, 1),
  "min of ties": (x) => min(x!, 1),
  "sqrt of zero": (x) => unary.sqrt(x!),
  "abs, relu of zero": (x) => add(unary.abs(x!), unary.relu(x!)),
  "pow of zero": (x, p) => pow(x!, p!),
  "pow of zero and less, exponent below 1": (x, p) => pow(x!, p!),
  "square by pow": (x) => pow(x!, 2),
  "power 0 by pow": (x) => pow(x!, 0),
  "where beside NaN": (condition, a, b) => where(condition!, a!, b!),
  "attention of a masked row": (q, k, v, bias) =>
    attention(q!, k!, v!, { scale: 0.5, ...(bias ? { bias } : {}) }),
  "softmax of -1e30": (x) => unary.square(softmax(x!, 1)),
  "logSoftmax of large": (x) => logSoftmax(x!, 1),
  "logSumExp of infinities": (x) => logSumExp(x!, 1),
  "softplus, logSigmoid of large": (x) => add(unary.softplus(x!), unary.logSigmoid(x!)),
  "clamp at its ends": (x) => mul(clamp(x!, -1, 1), 3),
};

interface Packed {
  readonly dtype: "float64" | "bool";
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean | "inf" | "-inf" | "nan")[];
}

interface Edge {
  readonly inputs: readonly Packed[];
  readonly output: Packed;
  /** By each float input, of the output's sum. */
  readonly gradients: readonly Packed[];
}

const references: Readonly<Record<string, Edge>> = JSON.parse(
  readFileSync(new URL("./fixtures/edges.json", import.meta.url), "utf8"),
);

const numberOf = (value: Packed["data"][number]): number =>
  value === "inf"
    ? Number.POSITIVE_INFINITY
    : value === "-inf"
      ? Number.NEGATIVE_INFINITY
      : Number(value === "nan" ? Number.NaN : value);

function unpack({ dtype, shape, data }: Packed, float: "float32" | "float64"): NdArray {
  const type: DType = dtype === "bool" ? "bool" : float;
  return { dtype: type, shape, data: constructors[type].from(data.map(numberOf)) } as NdArray;
}

function expectClose({ data }: NdArray, expected: Packed, tolerance: number): void {
  expected.data.map(numberOf).forEach((wanted, i) => {
    const found = Number((data as TypedData["float64"])[i]);
    if (Number.isFinite(wanted)) {
      expect(Math.abs(found - wanted)).toBeLessThanOrEqual(
        tolerance * Math.max(1, Math.abs(wanted)),
      );
    } else expect(found).toBe(wanted);
  });
}

/** The value, and the gradients of its sum by all float inputs. */
async function run(build: Build, inputs: readonly NdArray[]) {
  const named = Object.fromEntries(inputs.map((value, i) => [`x${i}`, value]));
  const program = compile(named, (tensors) => {
    const list = Object.values(tensors);
    const y = build(...list);
    const by = list.filter(({ dtype }) => isFloat(dtype));
    const derivatives = gradients(sum(y), by).map((g, i) => [`g${i}`, g] as const);
    return { y, ...Object.fromEntries(derivatives) };
  });
  const { y, ...derivatives } = await runOnce(program, named);
  return { y: y!, gradients: Object.values<NdArray>(derivatives) };
}

describe("ops at their edges", () => {
  it("are those that PyTorch was asked for", () => {
    expect(Object.keys(edges).sort()).toEqual(Object.keys(references).sort());
  });

  for (const [name, build] of Object.entries(edges)) {
    for (const [float, tolerance] of [
      ["float32", 1e-6],
      ["float64", 1e-12],
    ] as const) {
      it(`${name}: PyTorch's value and gradients in ${float}`, async () => {
        const reference = references[name]!;
        const inputs = reference.inputs.map((input) => unpack(input, float));
        const found = await run(build, inputs);
        expectClose(found.y, reference.output, tolerance);
        expect(found.gradients.length).toBe(reference.gradients.length);
        reference.gradients.forEach((expected, i) => {
          expectClose(found.gradients[i]!, expected, tolerance);
        });
      });
    }
  }

  it("maximum and minimum give a tie's whole cotangent to the first operand", async () => {
    const [a, b] = [Float32Array.of(1, 2, 3), Float32Array.of(1, 3, 3)].map((x) => ndarray(x, [3]));
    for (const [op, first] of [
      [maximum, [1, 0, 1]],
      [minimum, [1, 1, 1]],
    ] as const) {
      const { gradients } = await run((x, y) => op(x!, y!), [a!, b!]);
      expect(gradients.map(({ data }) => [...data])).toEqual([first, first.map((g) => 1 - g)]);
    }
  });

  it("where passes nothing to what it did not take, not even of an infinite gradient", async () => {
    // sqrt's gradient at 0 is Infinity, and 0 times that would be NaN.
    const choose = ndarray(Uint8Array.of(1, 0, 1), [3]);
    const [a, b] = [Float32Array.of(4, 1, 4), Float32Array.of(9, 0, 9)].map((x) => ndarray(x, [3]));
    const { gradients } = await run((c, x, y) => unary.sqrt(where(c!, x!, y!)), [choose, a!, b!]);
    expect(gradients.map(({ data }) => [...data])).toEqual([
      [0.25, 0, 0.25],
      [0, Number.POSITIVE_INFINITY, 0],
    ]);
  });

  it("topK takes the first of equal values, and the gradient goes to what it took", async () => {
    const x = ndarray(Float32Array.of(5, 7, 7, 7, 1), [5]);
    const { y, gradients } = await run((x) => topK(x!, 2).values, [x]);
    expect([...y.data]).toEqual([7, 7]);
    expect([...gradients[0]!.data]).toEqual([0, 1, 1, 0, 0]);
  });

  it("logSumExp of nothing but -Infinity is -Infinity, with a gradient of 0, not NaN", async () => {
    const x = ndarray(new Float32Array(3).fill(Number.NEGATIVE_INFINITY), [1, 3]);
    const { y, gradients } = await run((x) => logSumExp(x!, 1), [x]);
    expect([...y.data]).toEqual([Number.NEGATIVE_INFINITY]);
    expect([...gradients[0]!.data]).toEqual([0, 0, 0]);
  });
});
