import { describe, expect, it } from "vitest";
import { ndarray } from "../array.js";
import { add, mul } from "../ops/binary.js";
import { gather } from "../ops/gather.js";
import { compile, input } from "../program.js";
import { RuntimeThread } from "./thread.js";

const vector = input("float32", ["n"]);
const program = compile({ a: vector, b: vector }, ({ a, b }) => ({
  sum: add(a, b),
  product: mul(a, b),
}));

async function withThread<T>(use: (thread: RuntimeThread) => Promise<T>): Promise<T> {
  const thread = new RuntimeThread();
  try {
    return await use(thread);
  } finally {
    await thread.close();
  }
}

describe("RuntimeThread", () => {
  it("computes what a program says, from parts of larger buffers and into given places", () =>
    withThread(async (thread) => {
      const executable = await thread.load(program);
      const all = Float32Array.of(9, 1, 2, 3, 9);
      const a = ndarray(all.subarray(1, 4), [3]);
      const place = ndarray(new Float32Array(3), [3]);
      const results = await executable.run({ a, b: a }, { sum: place });
      expect(results.sum).toBe(place);
      expect([...place.data]).toEqual([2, 4, 6]);
      expect([...results.product.data]).toEqual([1, 4, 9]);
      expect([...all]).toEqual([9, 1, 2, 3, 9]);
      await executable.release();
    }));

  it("has several programs, and takes calls in turn", () =>
    withThread(async (thread) => {
      const [one, other] = [await thread.load(program), await thread.load(program)];
      const x = (value: number) => ndarray(Float32Array.of(value), [1]);
      const results = await Promise.all([
        one.run({ a: x(1), b: x(2) }),
        other.run({ a: x(3), b: x(4) }),
        one.run({ a: x(5), b: x(6) }),
      ]);
      expect(results.map(({ sum }) => sum.data[0])).toEqual([3, 7, 11]);
    }));

  it("refuses what the runtime refuses, and goes on", () =>
    withThread(async (thread) => {
      const indexed = compile({ a: vector, i: input("int32", []) }, ({ a, i }) => ({
        y: gather(a, i),
      }));
      const executable = await thread.load(indexed);
      const a = ndarray(Float32Array.of(1, 2), [2]);
      const at = (index: number) => ndarray(Int32Array.of(index), []);
      await expect(executable.run({ a, i: at(7) })).rejects.toThrow(
        /indices element out of data bounds/,
      );
      expect((await executable.run({ a, i: at(1) })).y.data[0]).toBe(2);
      await expect(thread.load(indexed, { threads: 2 })).rejects.toThrow(
        "runtime thread: threads must be 1, got 2",
      );
    }));

  it("can be closed while the runtime is at work", async () => {
    for (let i = 0; i < 5; i++) {
      const thread = new RuntimeThread();
      const executable = await thread.load(program);
      const a = ndarray(new Float32Array(2 ** 22), [2 ** 22]);
      const running = executable.run({ a, b: a });
      await new Promise((resolve) => setTimeout(resolve, 4 * i));
      await Promise.all([running.catch((error: Error) => error), thread.close()]);
    }
  });

  it("fails calls that are under way when it is closed", async () => {
    const thread = new RuntimeThread();
    const loading = thread.load(program);
    await Promise.all([
      expect(loading).rejects.toThrow("the runtime's thread was closed"),
      thread.close(),
    ]);
    await thread.close();
  });

  it("refuses calls after it was closed, and takes releases as done", async () => {
    const thread = new RuntimeThread();
    const executable = await thread.load(program);
    const closing = thread.close();
    await expect(thread.load(program)).rejects.toThrow("the runtime's thread was closed");
    await executable.release();
    await closing;
    const a = ndarray(Float32Array.of(1), [1]);
    await expect(executable.run({ a, b: a })).rejects.toThrow("the runtime's thread was closed");
    await executable.release();
  });
});
