import { describe, expect, it } from "vitest";
import { ndarray } from "./array.js";
import { gradients } from "./gradient.js";
import { add, mul, sub } from "./ops/binary.js";
import { reshape, sum } from "./ops/broadcast.js";
import { concat, slice, stack } from "./ops/layout.js";
import { matmul } from "./ops/matrix.js";
import { mean } from "./ops/reduce.js";
import { placeholder } from "./ops/source.js";
import { cast, exp } from "./ops/unary.js";
import { compile, input } from "./program.js";
import { nodeRuntime, runOnce } from "./runtime/node.js";

const matrix = input("float32", ["batch", 3]);

describe("compile", () => {
  it("traces a function into a program for any size of a symbolic dimension", async () => {
    const program = compile({ x: matrix }, ({ x }) => ({ y: mean(mul(x, 2), 0) }));
    expect(program.outputs.y).toEqual({ dtype: "float32", shape: [3] });
    for (const batch of [1, 4]) {
      const x = ndarray(new Float32Array(batch * 3).fill(1.5), [batch, 3]);
      expect([...(await runOnce(program, { x })).y.data]).toEqual([3, 3, 3]);
    }
  });

  it("prints the traced graph, the same for the same function", () => {
    const build = () => compile({ x: matrix }, ({ x }) => ({ y: sum(mul(x, 2), 1) })).print();
    expect(build()).toBe(
      [
        '%0: float32[batch, 3] = input() {"name":"x","dtype":"float32","shape":["batch",3]}',
        "%1: float32[] = constant() [2]",
        "%2: float32[batch, 3] = mul(%0, %1)",
        '%3: float32[batch] = sum(%2) {"axes":[1],"keepDims":false}',
        "return {y: %3}",
      ].join("\n"),
    );
    expect(build()).toBe(build());
  });

  it("emits equal nodes once", () => {
    const { model } = compile({ x: matrix }, ({ x }) => ({
      y: add(exp(mul(x, 3)), exp(mul(x, 3))),
    }));
    expect(new TextDecoder("latin1").decode(model).match(/Exp_/g)?.length).toBe(1);
  });

  it("gives the same bytes for the same function", () => {
    const build = () => compile({ x: matrix }, ({ x }) => ({ y: exp(x) })).model;
    expect(build()).toEqual(build());
  });

  it("catches a wrong shape when it is traced, with the op and both shapes", () => {
    const trace = (build: Parameters<typeof compile>[1]) => () =>
      compile({ a: input("float32", [32, 64]), b: input("float32", [128, 10]) }, build);
    expect(trace(({ a, b }) => ({ y: matmul(a!, b!) }))).toThrow(
      "matmul: inner dimensions must agree, got [32, 64] and [128, 10]",
    );
    expect(trace(({ a, b }) => ({ y: add(a!, b!) }))).toThrow(
      "add: shapes must broadcast, got [32, 64] and [128, 10]",
    );
    expect(trace(({ a, b }) => ({ y: add(a!, cast(b!, "int32")) }))).toThrow(
      "add: dtypes must agree, got float32 and int32; use cast",
    );
    expect(trace(({ a }) => ({ y: reshape(a!, [32, 65]) }))).toThrow(
      "reshape: sizes must agree, got [32, 64] (2048 values) to [32, 65] (2080 values)",
    );
    expect(trace(({ a }) => ({ y: sum(a!, 2) }))).toThrow(
      "sum: axis must be in [-2, 2) for rank 2, got 2",
    );
    expect(trace(({ a, b }) => ({ y: concat([a!, b!], 0) }))).toThrow(
      "concat: shapes must agree but for axis 0, got [32, 64] and [128, 10]",
    );
  });

  it("refuses programs that return nothing, reuse a name, or use a stranger's tensor", () => {
    expect(() => compile({ x: matrix }, () => ({}))).toThrow("the program returns nothing");
    expect(() => compile({ x: matrix }, ({ x }) => ({ x }))).toThrow(
      '"x" names both an input and an output',
    );
    const stranger = placeholder("other", "float32", []);
    expect(() => compile({ x: matrix }, ({ x }) => ({ y: add(x, stranger) }))).toThrow(
      'compile: "other" is used but is not among this program\'s inputs',
    );
    expect(() => input("float32", [-1])).toThrow(
      "a dimension must be a whole number or a name, got -1",
    );
  });
});

describe("run", () => {
  it("refuses inputs that do not fit, by name", async () => {
    const two = { a: input("float32", ["n", 2]), b: input("float32", ["n"]) };
    const executable = await nodeRuntime.load(
      compile(two, ({ a, b }) => ({ y: add(sum(a, 1), b) })),
    );
    const a = ndarray(new Float32Array(6), [3, 2]);
    const b = ndarray(new Float32Array(3), [3]);
    await expect(executable.run({ a } as never)).rejects.toThrow(
      'run: missing input "b" (float32[n])',
    );
    await expect(executable.run({ a: b, b })).rejects.toThrow(
      'run: input "a" must be float32[n, 2], got float32[3]',
    );
    await expect(executable.run({ a, b: ndarray(new Int32Array(3), [3]) })).rejects.toThrow(
      'run: input "b" must be float32[n], got int32[3]',
    );
    await expect(executable.run({ a, b: ndarray(new Float32Array(4), [4]) })).rejects.toThrow(
      'run: dimension n must be one size, got 3 in "a" and 4 in "b"',
    );
    expect((await executable.run({ a, b })).y.shape).toEqual([3]);
    await executable.release();
  });
});

describe("gradients", () => {
  it("sums over every use of a tensor, and is zero where the loss does not use one", async () => {
    const program = compile({ x: input("float32", [2]), z: input("float32", [2]) }, ({ x, z }) => {
      const [gx, gz] = gradients(sum(sub(mul(x, x), mul(x, 3))), [x, z]) as [typeof x, typeof z];
      return { gx, gz };
    });
    const v = ndarray(Float32Array.of(1, 5), [2]);
    const { gx, gz } = await runOnce(program, { x: v, z: v });
    // 2 x - 3.
    expect([...gx.data]).toEqual([-1, 7]);
    expect([...gz.data]).toEqual([0, 0]);
  });

  it("can be differentiated again", async () => {
    const program = compile({ x: input("float32", []) }, ({ x }) => {
      const [first] = gradients(mul(mul(x, x), x), [x]) as [typeof x];
      const [second] = gradients(first, [x]) as [typeof x];
      return { first, second };
    });
    const { first, second } = await runOnce(program, { x: ndarray(Float32Array.of(2), []) });
    // 3 x^2 and 6 x.
    expect([first.data[0], second.data[0]]).toEqual([12, 12]);
  });

  it("refuses a loss that is not a scalar", () => {
    expect(() => compile({ x: matrix }, ({ x }) => ({ y: gradients(x, [x])[0]! }))).toThrow(
      "gradients: the loss must be a float scalar, got float32[batch, 3]; take its mean or sum",
    );
  });
});

describe("slice", () => {
  it("of a concat is the part itself, where it falls on one", () => {
    const x = placeholder("x", "float32", ["n", 2]);
    const y = placeholder("y", "float32", ["n", 3]);
    expect(slice(concat([x, y], 1), 1, 2, 5)).toBe(y);
    expect(slice(stack([x, x], 1), 1, 0, 1).node.inputs[0]).toBe(x);
  });

  it("of a symbolic dimension ends within what is surely there", async () => {
    const x = placeholder("x", "float32", ["n", 1]);
    const y = placeholder("y", "float32", ["n", "m"]);
    const both = mul(concat([x, y], 1), 2);
    expect(slice(both, 1, 0, 1).shape).toEqual(["n", 1]);
    expect(slice(both, 1, 1).shape).toEqual(["n", "m"]);
    expect(() => slice(both, 1, 0, 2)).toThrow("slice: [0, 2) does not fit axis 1 of [n, (m+1)]");
    expect(() => gradients(sum(slice(both, 1, 0, 1)), [both])).toThrow(
      "slice: no gradient for a part of the symbolic dimension (m+1)",
    );
    const program = compile(
      { x: input("float32", ["n", 1]), y: input("float32", ["n", "m"]) },
      ({ x, y }) => {
        const doubled = mul(concat([x, y], 1), 2);
        return { first: slice(doubled, 1, 0, 1), others: slice(doubled, 1, 1) };
      },
    );
    const { first, others } = await runOnce(program, {
      x: ndarray(Float32Array.of(1, 2), [2, 1]),
      y: ndarray(Float32Array.of(3, 4, 5, 6, 7, 8), [2, 3]),
    });
    expect([...first.data]).toEqual([2, 4]);
    expect([...others.data]).toEqual([6, 8, 10, 12, 14, 16]);
  });
});
