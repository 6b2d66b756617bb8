import { describe, expect, it } from "vitest";
import { ndarray } from "../array.js";
import { gradients } from "../gradient.js";
import { compile, input } from "../program.js";
import { runOnce } from "../runtime/node.js";
import { add, mul } from "./binary.js";
import { broadcastTo, reshape, sum } from "./broadcast.js";
import { sliceRows } from "./dynamic.js";
import { gather } from "./gather.js";
import { stack } from "./layout.js";
import { loop } from "./loop.js";
import { constant, placeholder } from "./source.js";
import { cast, exp, stopGradient } from "./unary.js";

const x = input("float32", ["n"]);

describe("loop", () => {
  it("carries states and keeps a history of every iteration", async () => {
    const program = compile({ x }, ({ x }) => {
      const { states, histories } = loop(3, [x], (i, [state]) => {
        const next = mul(state!, 2);
        return { states: [next], histories: [add(sum(next), cast(i, "float32"))] };
      });
      return { last: states[0]!, sums: histories[0]! };
    });
    const { last, sums } = await runOnce(program, { x: ndarray(Float32Array.of(1, 2), [2]) });
    expect([...last.data]).toEqual([8, 16]);
    // 2 * 3 + 0, 4 * 3 + 1, 8 * 3 + 2.
    expect([...sums.data]).toEqual([6, 13, 26]);
  });

  it("runs as often as a tensor says, not at all for 0", async () => {
    const program = compile({ x, count: input("int64", []) }, ({ x, count }) => ({
      y: loop(count, [x], (_, [state]) => ({ states: [add(state!, 1)] })).states[0]!,
    }));
    const run = async (count: bigint) =>
      (
        await runOnce(program, {
          x: ndarray(Float32Array.of(5), [1]),
          count: ndarray(BigInt64Array.of(count), []),
        })
      ).y.data[0];
    expect(await run(0n)).toBe(5);
    expect(await run(4n)).toBe(9);
  });

  it("nests, with values of both outer levels in the inner body", async () => {
    const program = compile({ x }, ({ x }) => {
      const outer = loop(2, [x], (i, [a]) => {
        const scaled = mul(a!, add(cast(i, "float32"), 1));
        const inner = loop(3, [scaled], (_, [b]) => ({
          states: [add(b!, add(scaled, exp(mul(x, 0))))],
        }));
        return { states: [inner.states[0]!] };
      });
      return { y: outer.states[0]! };
    });
    const { y } = await runOnce(program, { x: ndarray(Float32Array.of(1), [1]) });
    // i = 0: s = 1, 1 + 3 * (1 + 1) = 7; i = 1: s = 14, 14 + 3 * (14 + 1) = 59.
    expect(y.data[0]).toBe(59);
  });

  it("refuses gradients by its states and by what its body takes from outside", () => {
    const [a, b] = [placeholder("a", "float32", []), placeholder("b", "float32", [])];
    const { states } = loop(2, [a], (_, [state]) => ({ states: [mul(state!, exp(b))] }));
    for (const wrt of [a, b]) {
      expect(() => gradients(states[0]!, [wrt])).toThrow("gradients: loop has no gradient");
      const stopped = mul(stopGradient(states[0]!), wrt);
      expect(gradients(stopped, [wrt])).toHaveLength(1);
    }
  });

  it("makes zeros for a dimension that only its body knows where the body knows it", async () => {
    const program = compile({ x, ends: input("int64", ["steps", 1]) }, ({ x, ends }) => {
      const zero = constant(ndarray(BigInt64Array.of(0n), [1]));
      const { histories } = loop(2, [sum(x)], (i, [state]) => {
        const rows = sliceRows(x, zero, gather(ends, i), "batch");
        // Traced before the rows are, and of no tensor that has their number.
        const zeros = broadcastTo(0, ["batch"]);
        return { states: [state!], histories: [sum(add(exp(zeros), mul(zeros, rows)))] };
      });
      return { y: histories[0]! };
    });
    const { y } = await runOnce(program, {
      x: ndarray(Float32Array.of(5, 6, 7), [3]),
      ends: ndarray(BigInt64Array.of(1n, 3n), [2, 1]),
    });
    // e^0 for each row of a batch of 1, then of 3.
    expect([...y.data]).toEqual([1, 3]);
  });

  it("computes outside what its body does not change", () => {
    const program = compile({ x }, ({ x }) => ({
      y: loop(9, [x], (_, [state]) => ({ states: [add(state!, exp(x))] })).states[0]!,
    }));
    const text = new TextDecoder("latin1").decode(program.model);
    // The graph lists its nodes before the loop's body: Exp must come before Loop's own nodes,
    // once.
    expect(text.match(/Exp_/g)?.length).toBe(1);
    expect(text.indexOf("Exp_")).toBeLessThan(text.indexOf("Add_"));
  });

  it("may begin with zeros as large as what comes after them, inside", async () => {
    const program = compile({ x, size: input("int64", [1]) }, ({ x, size }) => ({
      y: loop(3, [constant(ndarray(Float32Array.of(0), []))], (iteration, [total]) => {
        const start = reshape(iteration, [1]);
        const part = sliceRows(x, start, add(start, size), "part");
        const columns = stack([broadcastTo(0, ["part"]), part], 1);
        return { states: [add(total!, sum(mul(columns, columns)))] };
      }).states[0]!,
    }));
    const { y } = await runOnce(program, {
      x: ndarray(Float32Array.of(1, 2, 3, 4), [4]),
      size: ndarray(BigInt64Array.of(2n), [1]),
    });
    // (1 + 4) + (4 + 9) + (9 + 16)
    expect([...y.data]).toEqual([43]);
  });

  it("refuses a state that changes its shape, and a body that forgets one", () => {
    expect(() =>
      compile({ x }, ({ x }) => ({
        y: loop(2, [x], (_, [s]) => ({ states: [sum(s!)] })).states[0]!,
      })),
    ).toThrow("loop: state 0 must keep its type, got float32[n] at first and float32[] next");
    expect(() =>
      compile({ x }, ({ x }) => ({ y: loop(2, [x], () => ({ states: [] })).states[0]! })),
    ).toThrow("loop: the body must return 1 states, got 0");
  });
});

describe("sliceRows", () => {
  it("takes rows between two bounds, clamped to what there is", async () => {
    const program = compile({ x, end: input("int64", [1]) }, ({ x, end }) => ({
      y: sliceRows(x, constant(ndarray(BigInt64Array.of(1n), [1])), end, "part"),
    }));
    const run = async (end: bigint) =>
      (
        await runOnce(program, {
          x: ndarray(Float32Array.of(1, 2, 3, 4), [4]),
          end: ndarray(BigInt64Array.of(end), [1]),
        })
      ).y;
    expect([...(await run(3n)).data]).toEqual([2, 3]);
    expect((await run(99n)).shape).toEqual([3]);
  });
});
