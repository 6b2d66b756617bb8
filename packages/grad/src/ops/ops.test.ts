// Every op: its value against PyTorch's, its declared type against the runtime's, its gradient
// against finite differences in double precision.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { constructors, type DType, type NdArray, type TypedData } from "../array.js";
import { checkGradients } from "../gradient-check.js";
import { compile, type Program } from "../program.js";
import { nodeRuntime } from "../runtime/node.js";
import type { Executable } from "../runtime/runtime.js";
import { composites, type Sample, samples, testedElsewhere } from "./ops.samples.js";
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

/** As PyTorch gave it, or with its floats in another precision. */
function unpack({ dtype, shape, data }: Packed, float: "float32" | "float64" = "float64"): NdArray {
  const type = dtype === "float64" ? float : dtype;
  const values =
    type === "int64"
      ? BigInt64Array.from(data as number[], BigInt)
      : constructors[type].from(data.map(Number));
  return { dtype: type, shape, data: values as TypedData[DType] };
}

const named = (inputs: readonly NdArray[]) =>
  Object.fromEntries(inputs.map((value, i) => [`x${i}`, value]));

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

async function checkValue(
  sample: Sample,
  reference: Reference,
  float: "float32" | "float64",
): Promise<void> {
  const inputs = reference.inputs.map((input) => unpack(input, float));
  const expected = unpack(reference.outputs[0]!, sample.gives ?? float);
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
  const tolerance = float === "float32" ? 2e-6 : sample.single ? 1e-6 : 1e-12;
  y!.data.forEach((value, i) => {
    const wanted = Number(expected.data[i]);
    const scale = Math.max(1, Math.abs(wanted));
    expect(Math.abs(Number(value) - wanted) / scale).toBeLessThan(tolerance);
  });
}

/** First and second order, with the tolerance that the runtime's precision allows. */
async function checkBoth(sample: Sample, reference: Reference): Promise<void> {
  const { dims, fixed, single } = sample;
  const { first, second } = await checkGradients(
    sample.build,
    reference.inputs.map((input) => unpack(input)),
    {
      ...(dims ? { dims } : {}),
      ...(fixed ? { fixed } : {}),
      step: single ? 1e-2 : 1e-6,
    },
  );
  expect(first).toBeLessThan(single ? 2e-3 : 1e-7);
  expect(second).toBeLessThan(single ? 5e-3 : 1e-7);
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
      for (const float of ["float64", "float32"] as const) {
        it(`${op} (${name}) has PyTorch's value in ${float}`, () =>
          checkValue(sample, reference, float));
      }
      if (sample.noGradient === undefined) {
        it(`${op} (${name}) has the first and second gradients of finite differences`, () =>
          checkBoth(sample, reference));
      }
    }
  }
});
