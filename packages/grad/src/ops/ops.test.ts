// Every op: its value against PyTorch's, its declared type against the runtime's, its gradient
// against finite differences in double precision.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { constructors, type DType, type NdArray, type TypedData } from "../array.js";
import { gradients } from "../gradient.js";
import { compile, type Program } from "../program.js";
import { nodeRuntime } from "../runtime/node.js";
import type { Executable } from "../runtime/runtime.js";
import { isFloat, type Tensor } from "../tensor.js";
import { mul } from "./binary.js";
import { composites, type Sample, samples, testedElsewhere } from "./ops.samples.js";
import { sum } from "./reduce.js";
import { ops } from "./table.js";

interface Packed {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean)[];
}

interface Reference {
  readonly inputs: readonly Packed[];
  readonly outputs: readonly Packed[];
}

const references: Readonly<Record<string, Reference>> = JSON.parse(
  readFileSync(new URL("./fixtures/ops.json", import.meta.url), "utf8"),
);

function unpack({ dtype, shape, data }: Packed): NdArray {
  const values =
    dtype === "int64"
      ? BigInt64Array.from(data as number[], BigInt)
      : constructors[dtype].from(data.map(Number));
  return { dtype, shape, data: values as TypedData[DType] };
}

const named = (inputs: readonly NdArray[]) =>
  Object.fromEntries(inputs.map((value, i) => [`x${i}`, value]));

/** Numbers in (-1, 1), the same every time: the weights that turn an output into a scalar. */
function weightsFor(shape: readonly number[]): NdArray {
  const size = shape.reduce((a, b) => a * b, 1);
  return {
    dtype: "float64",
    shape,
    data: Float64Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + 0.4)),
  };
}

async function withProgram<T>(
  program: Program,
  use: (executable: Executable) => Promise<T>,
): Promise<T> {
  const executable = await nodeRuntime.load(program);
  try {
    return await use(executable);
  } finally {
    await executable.release();
  }
}

function signatureOf(sample: Sample, inputs: readonly NdArray[]) {
  return Object.fromEntries(
    inputs.map(({ dtype, shape }, i) => [
      `x${i}`,
      { dtype, shape: shape.map((dim, axis) => (i === 0 && sample.dims?.[axis]) || dim) },
    ]),
  );
}

async function checkValue(sample: Sample, reference: Reference): Promise<void> {
  const inputs = reference.inputs.map(unpack);
  const expected = unpack(reference.outputs[0]!);
  const program = compile(signatureOf(sample, inputs), (tensors) => ({
    y: sample.build(...Object.values(tensors)),
  }));
  const { y } = await withProgram(program, (executable) => executable.run(named(inputs)));
  expect(y!.dtype).toBe(expected.dtype);
  expect(y!.shape).toEqual(expected.shape);
  const declared = program.outputs.y!.shape;
  expect(declared.map((dim, i) => (typeof dim === "string" ? expected.shape[i] : dim))).toEqual(
    expected.shape,
  );
  const tolerance = sample.single ? 1e-6 : 1e-12;
  y!.data.forEach((value, i) => {
    expect(Math.abs(Number(value) - Number(expected.data[i]))).toBeLessThan(tolerance);
  });
}

function gradientProgram(
  sample: Sample,
  inputs: readonly NdArray[],
  floats: readonly number[],
): Program {
  const signature = signatureOf(sample, inputs);
  const { y } = compile(signature, (tensors) => ({
    y: sample.build(...Object.values(tensors)),
  })).outputs;
  return compile({ ...signature, weights: y! }, ({ weights, ...tensors }) => {
    const list: Tensor[] = Object.values(tensors);
    const loss = sum(mul(sample.build(...list), weights!));
    const derivatives = gradients(
      loss,
      floats.map((i) => list[i]!),
    );
    return { loss, ...Object.fromEntries(derivatives.map((g, i) => [`g${floats[i]}`, g])) };
  });
}

async function checkGradient(sample: Sample, reference: Reference): Promise<void> {
  const inputs = reference.inputs.map(unpack);
  const weights = weightsFor(reference.outputs[0]!.shape);
  const feeds = (values: readonly NdArray[]) => ({ ...named(values), weights });
  const floats = inputs.flatMap(({ dtype }, i) =>
    isFloat(dtype) && !sample.fixed?.includes(i) ? [i] : [],
  );
  const program = gradientProgram(sample, inputs, floats);
  const [step, tolerance] = sample.single ? [1e-2, 2e-3] : [1e-6, 1e-7];
  await withProgram(program, async (executable) => {
    const analytic = await executable.run(feeds(inputs));
    for (const i of floats) {
      const gradient = analytic[`g${i}`]!;
      expect(gradient.shape).toEqual(inputs[i]!.shape);
      for (let at = 0; at < gradient.data.length; at++) {
        const lossAt = async (delta: number) => {
          const data = Float64Array.from(inputs[i]!.data as Float64Array);
          data[at]! += delta;
          const moved = inputs.with(i, { ...inputs[i]!, data });
          return Number((await executable.run(feeds(moved))).loss!.data[0]);
        };
        const numeric = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
        const error = Math.abs(Number(gradient.data[at]) - numeric);
        expect(error / Math.max(1, Math.abs(numeric))).toBeLessThan(tolerance);
      }
    }
  });
}

const all: Readonly<Record<string, Readonly<Record<string, Sample>>>> = {
  ...samples,
  ...composites,
};

describe("ops", () => {
  it("has a sample for every op, and a reference value for every sample", () => {
    expect([...Object.keys(samples), ...Object.keys(testedElsewhere)].sort()).toEqual(
      Object.keys(ops).sort(),
    );
    const names = Object.entries(all).flatMap(([op, list]) =>
      Object.keys(list).map((name) => `${op}/${name}`),
    );
    expect(names.sort()).toEqual(Object.keys(references).sort());
  });

  for (const [op, list] of Object.entries(all)) {
    for (const [name, sample] of Object.entries(list)) {
      const reference = references[`${op}/${name}`]!;
      it(`${op} (${name}) has PyTorch's value`, () => checkValue(sample, reference));
      if (sample.noGradient === undefined) {
        it(`${op} (${name}) has the gradient of finite differences`, () =>
          checkGradient(sample, reference));
      }
    }
  }
});
