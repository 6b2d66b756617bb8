import { describe, expect, it } from "vitest";
import { ndarray } from "../array.js";
import { mul } from "../ops/binary.js";
import { compile, input, type Program } from "../program.js";
import { nodeRuntime } from "./node.js";
import type { Runtime } from "./runtime.js";
import { RuntimeThread } from "./thread.js";

const vector = input("float32", ["n"]);
const program: Program = compile({ a: vector, b: vector }, ({ a, b }) => ({ y: mul(a, b) }));
const values = (...data: number[]) => ndarray(Float32Array.from(data), [data.length]);

async function onThread(use: (runtime: Runtime) => Promise<void>): Promise<void> {
  const thread = new RuntimeThread();
  await use(thread).finally(() => thread.close());
}

const runtimes = {
  "this thread": (use: (runtime: Runtime) => Promise<void>) => use(nodeRuntime),
  "a thread of its own": onThread,
};

describe.each(Object.entries(runtimes))("inputs that a program holds, on %s", (_, withRuntime) => {
  it("are given once, as parts of larger arrays too, and left out of runs", () =>
    withRuntime(async (runtime) => {
      const b = ndarray(Float32Array.of(9, 2, 3, 9).subarray(1, 3), [2]);
      const executable = await runtime.load(program, { held: { b, unread: values(1, 2, 3) } });
      expect([...(await executable.run({ a: values(4, 5) })).y!.data]).toEqual([8, 15]);
      expect([...(await executable.run({ a: values(6, 7) })).y!.data]).toEqual([12, 21]);
      await executable.release();
    }));

  it("are given away where that is said", () =>
    withRuntime(async (runtime) => {
      const b = values(2, 3);
      const executable = await runtime.load(program, { held: { b }, givesHeld: true });
      expect([...(await executable.run({ a: values(4, 5) })).y!.data]).toEqual([8, 15]);
      expect(b.data).toHaveLength(runtime === nodeRuntime ? 2 : 0);
      await executable.release();
    }));

  it("are others from when that is said", () =>
    withRuntime(async (runtime) => {
      const executable = await runtime.load(program, { held: { b: values(2, 3) } });
      await executable.run({ a: values(4, 5) });
      await executable.hold({ b: values(1, 2, 3) });
      expect([...(await executable.run({ a: values(4, 5, 6) })).y!.data]).toEqual([4, 10, 18]);
      await expect(executable.run({ a: values(4, 5) })).rejects.toThrow(
        'run: dimension n must be one size, got 2 in "a" and 3 in "b"',
      );
      await executable.release();
    }));

  it("are checked with the others", () =>
    withRuntime(async (runtime) => {
      const executable = await runtime.load(program, { held: { b: values(2, 3) } });
      await expect(executable.run({ a: values(1) })).rejects.toThrow(
        'run: dimension n must be one size, got 1 in "a" and 2 in "b"',
      );
      await expect(executable.run({})).rejects.toThrow('run: missing input "a" (float32[n])');
      await executable.release();
    }));
});
