import { cast, compile, input, ndarray, reshape, runOnce } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { type PaddingSide, tokenBatch } from "./padded-batch.js";
import { type Pooling, poolTokens } from "./token-batch.js";

/** Texts of 1, 3 and 2 tokens, two features a token; 99 is padding. */
const texts = [
  [[1, 10]],
  [
    [2, 20],
    [4, 40],
    [9, 90],
  ],
  [
    [3, 30],
    [5, 50],
  ],
];
const SLOTS = 3;
const lengths = texts.map((text) => text.length);

function padded(text: readonly (readonly number[])[], side: PaddingSide): number[] {
  const padding = Array.from({ length: (SLOTS - text.length) * 2 }, () => 99);
  return side === "left" ? [...padding, ...text.flat()] : [...text.flat(), ...padding];
}

async function pooled(side: PaddingSide, pooling: Pooling): Promise<number[]> {
  const program = compile(
    {
      ids: input("int32", ["batch", "seq"]),
      lengths: input("int32", ["batch"]),
      states: input("float32", ["batch", "seq", 2]),
    },
    (tensors) => {
      const batch = tokenBatch(tensors.ids, tensors.lengths, side);
      return { vectors: poolTokens(reshape(tensors.states, ["batch*seq", 2]), batch, pooling) };
    },
  );
  const { vectors } = await runOnce(program, {
    ids: ndarray(new Int32Array(9), [3, SLOTS]),
    lengths: ndarray(Int32Array.from(lengths), [3]),
    states: ndarray(Float32Array.from(texts.flatMap((text) => padded(text, side))), [3, SLOTS, 2]),
  });
  return [...(vectors.data as Float32Array)];
}

describe("poolTokens", () => {
  // Means: (2 + 4 + 9) / 3 = 5, (3 + 5) / 2 = 4; the second feature is ten times the first.
  it.each<[Pooling, number[]]>([
    ["mean", [1, 10, 5, 50, 4, 40]],
    ["first", [1, 10, 2, 20, 3, 30]],
    ["last", [1, 10, 9, 90, 5, 50]],
  ])(
    "%s: gives each text its own tokens' vector, on whichever side the padding is",
    async (pooling, expected) => {
      expect(await pooled("right", pooling)).toEqual(expected);
      expect(await pooled("left", pooling)).toEqual(expected);
    },
  );
});

describe("tokenBatch", () => {
  const places = async (side: PaddingSide) => {
    const signature = { ids: input("int32", ["batch", "seq"]), lengths: input("int32", ["batch"]) };
    const program = compile(signature, (tensors) => {
      const { tokens, groups } = tokenBatch(tensors.ids, tensors.lengths, side);
      return { positions: tokens.positions, mask: cast(groups[0]!.real!, "int32") };
    });
    const { positions, mask } = await runOnce(program, {
      ids: ndarray(new Int32Array(6), [2, 3]),
      lengths: ndarray(Int32Array.of(1, 3), [2]),
    });
    return { positions: [...positions.data], mask: [...mask.data] };
  };

  it("counts positions from each text's first token where padding is on the left", async () => {
    expect(await places("left")).toEqual({
      positions: [0, 0, 0, 0, 1, 2],
      mask: [0, 0, 1, 1, 1, 1],
    });
  });

  it("shares one row of positions where padding is on the right", async () => {
    expect(await places("right")).toEqual({ positions: [0, 1, 2], mask: [1, 0, 0, 1, 1, 1] });
  });
});
