// For every op with a rule: members side by side have the values and gradients that each has alone,
// whichever inputs are their own.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { constructors, type DType, type NdArray, ndarray, type TypedData } from "../array.js";
import { gradients } from "../gradient.js";
import { mul } from "../ops/binary.js";
import { sum } from "../ops/broadcast.js";
import { composites, type Sample, samples } from "../ops/ops.samples.js";
import { placeholder } from "../ops/source.js";
import { ops } from "../ops/table.js";
import { compile, input } from "../program.js";
import { runOnce } from "../runtime/node.js";
import { isFloat, type Tensor } from "../tensor.js";
import { rules } from "./rules.js";
import { sideBySide } from "./side-by-side.js";

interface Packed {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean)[];
}
const references: Readonly<Record<string, { readonly inputs: readonly Packed[] }>> = JSON.parse(
  readFileSync(new URL("../ops/fixtures/ops.json", import.meta.url), "utf8"),
);

const members = 3;

/**
 * What member m has in place of a sample's input: floats scaled (they keep their signs), all else
 * turned round.
 */
function ofMember({ dtype, shape, data }: Packed, m: number, scale: number): NdArray {
  const turned = data.map((_, i) => Number(data[(i + m) % data.length]));
  const values = isFloat(dtype) ? data.map((value) => Number(value) * scale ** m) : turned;
  const typed =
    dtype === "int64" ? BigInt64Array.from(values, BigInt) : constructors[dtype].from(values);
  return { dtype, shape, data: typed as TypedData[DType] };
}

function stacked(parts: readonly NdArray[]): NdArray {
  const { dtype, shape } = parts[0]!;
  const values = parts.flatMap(({ data }) => Array.from<number | bigint>(data));
  const data =
    dtype === "int64"
      ? BigInt64Array.from(values, BigInt)
      : constructors[dtype].from(values.map(Number));
  return { dtype, shape: [parts.length, ...shape], data: data as TypedData[DType] };
}

const typeOf = ({ dtype, shape }: NdArray, dims: Sample["dims"] = {}, shift = 0) =>
  input(
    dtype,
    shape.map((dim, axis) => dims[axis - shift] ?? dim),
  );

/**
 * Values and gradients of one member, or of all: a sum over the outputs of each is differentiated
 * by its floats.
 */
function withGradients(
  y: Tensor,
  inputs: readonly Tensor[],
  sample: Sample,
  own: readonly number[],
) {
  const floats = own.filter((i) => isFloat(inputs[i]!.dtype) && !sample.fixed?.includes(i));
  if (sample.noGradient !== undefined || floats.length === 0) return { y };
  const derivatives = gradients(
    sum(mul(y, mul(y, 0.5))),
    floats.map((i) => inputs[i]!),
  );
  return { y, ...Object.fromEntries(derivatives.map((g, k) => [`gradient of x${floats[k]}`, g])) };
}

async function alone(sample: Sample, feeds: readonly NdArray[], own: readonly number[]) {
  const signature = Object.fromEntries(
    feeds.map((feed, i) => [`x${i}`, typeOf(feed, i === 0 ? sample.dims : {})]),
  );
  const program = compile(signature, (tensors) => {
    const inputs = Object.values(tensors);
    return withGradients(sample.build(...inputs), inputs, sample, own);
  });
  return runOnce(program, Object.fromEntries(feeds.map((feed, i) => [`x${i}`, feed])));
}

async function together(sample: Sample, feeds: readonly NdArray[], own: readonly number[]) {
  const signature = Object.fromEntries(
    feeds.map((feed, i) => [
      `x${i}`,
      typeOf(feed, i === 0 ? sample.dims : {}, own.includes(i) ? 1 : 0),
    ]),
  );
  const program = compile(signature, (tensors) => {
    const inputs = Object.values(tensors);
    const ones = Object.fromEntries(own.map((i) => [`x${i}`, inputs[i]!]));
    const { y } = sideBySide(members, ones, (one) => ({
      y: sample.build(
        ...inputs.map((shared, i) => (one as Record<string, Tensor>)[`x${i}`] ?? shared),
      ),
    }));
    return withGradients(y, inputs, sample, own);
  });
  return runOnce(program, Object.fromEntries(feeds.map((feed, i) => [`x${i}`, feed])));
}

async function check(
  sample: Sample,
  packed: readonly Packed[],
  own: readonly number[],
): Promise<void> {
  const each = Array.from({ length: members }, (_, m) =>
    packed.map((one, i) =>
      ofMember(one, own.includes(i) ? m : 0, sample.fixed?.includes(i) ? 0.8 : 1.3),
    ),
  );
  const feeds = packed.map((_, i) =>
    own.includes(i) ? stacked(each.map((one) => one[i]!)) : each[0]![i]!,
  );
  const results = await together(sample, feeds, own);
  for (const [m, one] of each.entries()) {
    for (const [name, expected] of Object.entries(await alone(sample, one, own))) {
      const got = results[name as "y"]!;
      expect(got.dtype).toBe(expected.dtype);
      expect(got.shape).toEqual([members, ...expected.shape]);
      const size = expected.data.length;
      expected.data.forEach((value, i) => {
        const error = Math.abs(Number(got.data[m * size + i]) - Number(value));
        expect(error / Math.max(1, Math.abs(Number(value)))).toBeLessThan(
          sample.single ? 2e-6 : 1e-12,
        );
      });
    }
  }
}

/** Every input the members' own; then each alone. */
function choices(count: number): number[][] {
  const all = Array.from({ length: count }, (_, i) => i);
  return count === 1 ? [all] : [all, ...all.map((i) => [i])];
}

const refused = Object.entries(rules).flatMap(([name, rule]) => (rule === "refused" ? [name] : []));
const sampled: Readonly<Record<string, Readonly<Record<string, Sample>>>> = {
  ...samples,
  ...composites,
};

describe("sideBySide", () => {
  for (const [op, list] of Object.entries(sampled).filter(([name]) => !refused.includes(name))) {
    for (const [name, sample] of Object.entries(list)) {
      it(`${op} (${name}): members have what each has alone`, async () => {
        const packed = references[`${op}/${name}`]!.inputs;
        for (const own of choices(packed.length)) await check(sample, packed, own);
      });
    }
  }

  it("has a rule or a refusal for every op", () => {
    expect(Object.keys(rules).sort()).toEqual(Object.keys(ops).sort());
  });

  it("refuses an op without a rule by its name", () => {
    const x = placeholder("x", "float32", [members, 2, 2]);
    const vectors = placeholder("vectors", "int64", [1, 1]);
    const build = () =>
      sideBySide(members, { x }, (one) => ({ y: samples.gatherND.pairs!.build(one.x, vectors) }));
    expect(build).toThrow("sideBySide: the op gatherND has no rule for members side by side");
  });

  it("refuses a tensor without the members' axis", () => {
    const x = placeholder("x", "float32", [2, 4]);
    expect(() => sideBySide(members, { x }, (one) => one)).toThrow(
      'sideBySide: "x" must begin with an axis of 3 members, got [2, 4]',
    );
  });

  it("gives a result that members share once for each", async () => {
    const program = compile({ x: input("float32", [2, 1]), z: input("float32", [2]) }, ({ x, z }) =>
      sideBySide(2, { x }, () => ({ y: mul(z, 2) })),
    );
    const { y } = await runOnce(program, {
      x: ndarray(Float32Array.of(0, 0), [2, 1]),
      z: ndarray(Float32Array.of(1, 2), [2]),
    });
    expect([y.shape, [...y.data]]).toEqual([
      [2, 2],
      [2, 4, 2, 4],
    ]);
  });
});
