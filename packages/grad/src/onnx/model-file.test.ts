import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { type NdArray, ndarray } from "../array.js";
import { add } from "../ops/binary.js";
import { matmul } from "../ops/matrix.js";
import { rmsNorm, softmax } from "../ops/normalize.js";
import { cos } from "../ops/unary.js";
import { compile, input } from "../program.js";
import { runOnce } from "../runtime/node.js";
import type { Tensor } from "../tensor.js";
import { modelFile } from "./model-file.js";

const floats = (shape: readonly number[], step: number): NdArray =>
  ndarray(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(step * i)),
    shape,
  );
const weights = { w: floats([3, 4], 0.7), scale: floats([4], 1.3), bias: floats([4], 0.2) };
const inputs = { x: input("float32", ["rows", 2, 3]) };
const build = ({ x }: Readonly<Record<string, Tensor>>, held: Readonly<Record<string, Tensor>>) => {
  const hidden = rmsNorm(cos(add(matmul(x!, held.w!), held.bias!)), held.scale!);
  return { y: softmax(matmul(hidden, hidden, { transposeB: true })) };
};

describe("modelFile", () => {
  it("is a model that the plain runtime opens, weights inside, inputs outside", async () => {
    const { pieces, bytes } = modelFile("m.onnx", inputs, weights, build);
    const model = Buffer.concat(pieces);
    expect(model.length).toBe(bytes);
    const session = await ort.InferenceSession.create(model);
    expect([session.inputNames, session.outputNames]).toEqual([["x"], ["y"]]);
    const x = floats([5, 2, 3], 0.9);
    const { y } = await session.run({
      x: new ort.Tensor("float32", x.data as Float32Array, [5, 2, 3]),
    });
    const program = compile(
      { ...inputs, w: weights.w, scale: weights.scale, bias: weights.bias },
      (tensors) => build(tensors, tensors),
    );
    const expected = await runOnce(program, { x, ...weights });
    expected.y.data.forEach((value, i) => {
      expect(y!.data[i]).toBeCloseTo(Number(value), 6);
    });
    await session.release();
  });

  it("does without the runtime's own ops", () => {
    const text = Buffer.concat(modelFile("m.onnx", inputs, weights, build).pieces).toString(
      "latin1",
    );
    expect(text).toContain("Softmax");
    expect(text).not.toMatch(/FusedMatMul|SimplifiedLayerNormalization/);
  });

  it("refuses what an ONNX file cannot hold", () => {
    const large = ndarray(new Float32Array(2 ** 29), [2 ** 29]);
    expect(() => modelFile("big.onnx", {}, { large }, (_, held) => ({ y: held.large! }))).toThrow(
      "big.onnx: would have 2.147 GB, and an ONNX file holds less than 2.147; save it as a " +
        "Hugging Face folder",
    );
  });
});
