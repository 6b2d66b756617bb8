import { describe, expect, it } from "vitest";
import { ndarray, zerosArray } from "../array.js";
import { add, mul } from "../ops/binary.js";
import { sum } from "../ops/broadcast.js";
import { compile, input } from "../program.js";
import { isPlaceable } from "./in-place.js";
import { nodeRuntime } from "./node.js";

const size = 2 ** 20;
const vector = input("float32", ["n"]);
const program = compile({ a: vector, b: vector }, ({ a, b }) => ({
  c: add(a, b),
  total: sum(mul(a, b)),
}));
const ones = (n: number) => ndarray(new Float32Array(n).fill(1), [n]);
const allocated = () => process.memoryUsage().arrayBuffers;

describe("outputs of a run", () => {
  it("are written where they are told to, and no copy of them is made", async () => {
    const executable = await nodeRuntime.load(program);
    const feeds = { a: ones(size), b: ones(size) };
    const place = zerosArray("float32", [size]);
    await executable.run(feeds, { c: place });
    const before = allocated();
    const { c, total } = await executable.run(feeds, { c: place });
    expect(allocated() - before).toBeLessThan(size);
    expect(c.data).toBe(place.data);
    expect(place.data.every((value) => value === 2)).toBe(true);
    expect([total.shape, total.data[0]]).toEqual([[], size]);
    await executable.release();
  });

  it("are new arrays of sizes that follow from the inputs' where no place is given", async () => {
    const executable = await nodeRuntime.load(program);
    for (const n of [3, 5, 0]) {
      const { c, total } = await executable.run({ a: ones(n), b: ones(n) });
      expect([c.shape, [...c.data], total.data[0]]).toEqual([[n], Array(n).fill(2), n]);
    }
    await executable.release();
  });

  it("fail a run whose place has another size", async () => {
    const executable = await nodeRuntime.load(program);
    const place = { c: zerosArray("float32", [2]) };
    await expect(executable.run({ a: ones(3), b: ones(3) }, place)).rejects.toThrow(
      "has shape {2}",
    );
    await executable.release();
  });
});

it("a program is placeable unless a run decides how large an output is", () => {
  const { outputs } = program;
  expect(isPlaceable(program)).toBe(true);
  expect(isPlaceable({ inputs: { x: input("float32", ["n", 3]) }, outputs })).toBe(true);
  expect(isPlaceable({ inputs: {}, outputs })).toBe(false);
  expect(isPlaceable({ inputs: { x: vector }, outputs: { y: input("float32", [2, "n"]) } })).toBe(
    true,
  );
  const product = { dtype: "float32", shape: ["2*n*m"] } as const;
  expect(isPlaceable({ inputs: { x: vector }, outputs: { y: product } })).toBe(false);
  expect(
    isPlaceable({ inputs: { x: input("float32", ["n", "m"]) }, outputs: { y: product } }),
  ).toBe(true);
});
