import { compile, input, mul, ndarray, runOnce, type Signature, type Tensor } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { weightInputs } from "../architecture.js";
import { conv1d, linear } from "./layers.js";

const matrix = (rows: number[][]) =>
  ndarray(Float32Array.from(rows.flat()), [rows.length, rows[0]!.length]);

/**
 * `[1, 2]` through a layer whose product is `[5, 11]` before the bias `[1, 1]`; `adapt` as given.
 */
async function outputs(
  kind: "linear" | "conv1d",
  adapt?: (layer: string, x: Tensor) => Tensor | undefined,
) {
  const layer = kind === "linear" ? linear("at", 2, 2) : conv1d("at", 2, 2);
  const signature: Signature = { ...weightInputs(layer.shapes), x: input("float32", ["rows", 2]) };
  const program = compile(signature, (tensors) => {
    const weights = Object.assign((name: string) => tensors[name]!, adapt && { adapt });
    return { y: layer.run(tensors.x!, weights) };
  });
  const weight = [
    [1, 2],
    [3, 4],
  ];
  const stored =
    kind === "linear" ? weight : [0, 1].map((row) => weight.map((column) => column[row]!));
  const { y } = await runOnce(program, {
    "at.weight": matrix(stored),
    "at.bias": ndarray(Float32Array.of(1, 1), [2]),
    x: matrix([[1, 2]]),
  });
  return [...(y!.data as Float32Array)];
}

describe.each(["linear", "conv1d"] as const)("%s", (kind) => {
  it("is a product and a bias", async () => {
    expect(await outputs(kind)).toEqual([6, 12]);
  });

  it("adds what an adapter makes of the same rows, to the layers that it has", async () => {
    // [6, 12] + 10 * [1, 2]
    expect(await outputs(kind, (layer, x) => (layer === "at" ? mul(x, 10) : undefined))).toEqual([
      16, 32,
    ]);
    expect(await outputs(kind, () => undefined)).toEqual([6, 12]);
  });
});
