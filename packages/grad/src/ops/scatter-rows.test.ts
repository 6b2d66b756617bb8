// Adding to rows that are named again and again, with two threads: the case in which a kernel that
// adds without a lock loses sums.

import { describe, expect, it } from "vitest";
import { type NdArray, ndarray } from "../array.js";
import { gradients } from "../gradient.js";
import { compile, input, type Program } from "../program.js";
import { nodeRuntime } from "../runtime/node.js";
import { mul } from "./binary.js";
import { sum } from "./broadcast.js";
import { gather, gatherND, scatterAdd, scatterAddND } from "./gather.js";

const [tokens, width, vocabulary] = [4096, 64, 512];
const runs = 50;

/** Every third token is token 5, and the rest fall on few rows. */
const ids = Int32Array.from({ length: tokens }, (_, i) => (i % 3 === 0 ? 5 : (i * i) % 37));
const updates = ndarray(
  Float32Array.from({ length: tokens * width }, (_, i) => Math.sin(1.3 * i)),
  [tokens, width],
);

/** The sums in double precision, in the order of the ids. */
function sumsOnHost(): Float64Array {
  const sums = new Float64Array(vocabulary * width);
  ids.forEach((id, row) => {
    for (let at = 0; at < width; at++) {
      sums[id * width + at]! += updates.data[row * width + at] as number;
    }
  });
  return sums;
}

async function runAgain(
  program: Program,
  feeds: Readonly<Record<string, NdArray>>,
): Promise<Float32Array[]> {
  const executable = await nodeRuntime.load(program, { threads: 2 });
  const results: Float32Array[] = [];
  for (let run = 0; run < runs; run++) {
    const { y } = await executable.run(feeds);
    results.push(Float32Array.from(y!.data as Float32Array));
  }
  await executable.release();
  return results;
}

function expectSettled(results: readonly Float32Array[]): void {
  const bytes = (values: Float32Array) => Buffer.from(values.buffer);
  const others = results.filter((result) => !bytes(result).equals(bytes(results[0]!)));
  expect(others.length).toBe(0);
  const expected = sumsOnHost();
  const worst = results[0]!.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - expected[i]!)),
    0,
  );
  // 1,366 values of size 1 and less: float32 rounds each partial sum by 2^-24 of it at most.
  expect(worst).toBeLessThan(1e-3);
}

const table = ndarray(new Float32Array(vocabulary * width), [vocabulary, width]);

describe("adding to rows with two threads", () => {
  it("loses nothing of an embedding's gradient, and gives equal bytes in 50 runs", async () => {
    const program = compile(
      {
        table: input("float32", [vocabulary, width]),
        ids: input("int32", ["tokens"]),
        updates: input("float32", ["tokens", width]),
      },
      ({ table, ids, updates }) => ({
        y: gradients(sum(mul(gather(table, ids), updates)), [table])[0]!,
      }),
    );
    expectSettled(await runAgain(program, { table, ids: ndarray(ids, [tokens]), updates }));
  });

  it("loses nothing where rows and tables have more axes and symbolic sizes", async () => {
    const program = compile(
      {
        base: input("float32", ["words", "heads", 8]),
        ids: input("int64", ["texts", "places"]),
        updates: input("float32", ["texts", "places", "heads", 8]),
      },
      ({ base, ids, updates }) => ({ y: scatterAdd(base, ids, updates) }),
    );
    const feeds = {
      base: { ...table, shape: [vocabulary, width / 8, 8] },
      ids: ndarray(BigInt64Array.from(ids, BigInt), [64, tokens / 64]),
      updates: { ...updates, shape: [64, tokens / 64, width / 8, 8] },
    };
    expectSettled(await runAgain(program, feeds));
  });

  it("loses nothing of the gradient by index vectors", async () => {
    const program = compile(
      {
        table: input("float32", ["a", "b", width]),
        pairs: input("int64", ["tokens", 2]),
        updates: input("float32", ["tokens", width]),
      },
      ({ table, pairs, updates }) => ({
        y: gradients(sum(mul(gatherND(table, pairs), updates)), [table])[0]!,
      }),
    );
    const pairs = BigInt64Array.from([...ids].flatMap((id) => [BigInt(id >> 5), BigInt(id & 31)]));
    const feeds = {
      table: { ...table, shape: [vocabulary / 32, 32, width] },
      pairs: ndarray(pairs, [tokens, 2]),
      updates,
    };
    expectSettled(await runAgain(program, feeds));
  });
});

describe("scatterAddND", () => {
  const program = compile(
    {
      base: input("float32", ["a", "b"]),
      pairs: input("int64", ["n", 2]),
      updates: input("float32", ["n"]),
    },
    ({ base, pairs, updates }) => ({ y: scatterAddND(base, pairs, updates) }),
  );
  const add = async (...pairs: number[]) => {
    const executable = await nodeRuntime.load(program);
    const count = pairs.length / 2;
    const result = await executable
      .run({
        base: ndarray(new Float32Array(6), [2, 3]),
        pairs: ndarray(BigInt64Array.from(pairs, BigInt), [count, 2]),
        updates: ndarray(
          Float32Array.from({ length: count }, (_, i) => i + 1),
          [count],
        ),
      })
      .finally(() => executable.release());
    return [...result.y.data];
  };

  it("counts negative coordinates from the end of their own axis", async () => {
    // (0, 2) gets 1, (-1, -3) is (1, 0) and gets 2, and (0, -1) is (0, 2) and gets 3.
    expect(await add(0, 2, -1, -3, 0, -1)).toEqual([0, 0, 4, 2, 0, 0]);
  });

  it("refuses a coordinate outside of its axis, though it would fall on another row", async () => {
    for (const [a, b] of [
      [0, 3],
      [1, -4],
      [2, 0],
      [-3, 0],
    ]) {
      await expect(add(a!, b!)).rejects.toThrow("out of data bounds");
    }
  });
});
