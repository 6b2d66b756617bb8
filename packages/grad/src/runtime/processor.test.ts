import { describe, expect, it } from "vitest";
import { ndarray } from "../array.js";
import { gradients } from "../gradient.js";
import { sum } from "../ops/broadcast.js";
import { matmul } from "../ops/matrix.js";
import { sin } from "../ops/unary.js";
import { compile, input, type Program } from "../program.js";
import type { Shape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import type { Target } from "./device.js";
import { runOnce } from "./node.js";
import { vectorsOf } from "./processor.js";

/** The program in the form of a target, whatever this machine is. */
const writtenFor = <P extends Program>(program: P, target: Target): P => ({
  ...program,
  modelFor: () => program.modelFor(target),
});

const arrayOf = (shape: readonly number[], seed: number) => {
  const size = shape.reduce((x, y) => x * y, 1);
  return ndarray(
    Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + seed)),
    shape,
  );
};

type Product = (x: Tensor, w: Tensor) => Tensor;

/** y = f(x, w), and what flows back to both sides from the sum of its sines. */
const trained = (x: Shape, w: Shape, product: Product) =>
  compile({ x: input("float32", x), w: input("float32", w) }, (given) => {
    const y = product(given.x, given.w);
    const [dx, dw] = gradients(sum(sin(y)), [given.x, given.w]) as [Tensor, Tensor];
    return { y, dx, dw };
  });

/** A node says its op twice: in its type and in its name. */
const nodesOf = (model: Uint8Array, op: string) =>
  (Buffer.from(model).toString("latin1").split(op).length - 1) / 2;

describe("programs for a CPU of 256-bit vectors", () => {
  it.each([
    ["a layer, weights [in, out]", ["rows", 130], [130, 192], matmul],
    ["a layer, weights [out, in]", ["rows", 130], [192, 130], turnedProduct],
    ["texts of tokens", ["texts", 7, 130], [130, 192], matmul],
    ["scaled", ["rows", 130], [130, 192], (x, w) => matmul(x, w, { scale: 0.125 })],
    ["a narrow head", ["rows", 130], [130, 2], matmul],
  ] as readonly [string, Shape, Shape, Product][])(
    "compute every bit as those for wider ones: %s",
    async (_, x, w, product) => {
      const program = trained(x, w, product);
      const feeds = {
        x: arrayOf(
          x.map((dim) => (typeof dim === "string" ? 300 : dim)),
          1,
        ),
        w: arrayOf(w as readonly number[], 2),
      };
      const wide = await runOnce(writtenFor(program, "cpu"), feeds);
      const narrow = await runOnce(writtenFor(program, "cpu-avx2"), feeds);
      expect(narrow).toEqual(wide);
    },
  );

  it("multiply turned copies of what is wide, and of nothing else", () => {
    const layer = trained(["rows", 130], [130, 192], matmul);
    const narrow = trained(["rows", 130], [130, 2], matmul);
    expect(nodesOf(layer.modelFor("cpu"), "Transpose")).toBe(0);
    // The weight of the layer, and x for the weight's gradient.
    expect(nodesOf(layer.modelFor("cpu-avx2"), "Transpose")).toBe(2);
    expect(nodesOf(narrow.modelFor("cpu-avx2"), "Transpose")).toBe(0);
  });

  it("are told by the processor's flags", () => {
    expect(vectorsOf("flags : fpu avx avx2 bmi2")).toBe("AVX2");
    expect(vectorsOf("flags : avx2 avx512f avx512bw")).toBe("AVX-512");
    expect(vectorsOf("Features : fp asimd")).toBeUndefined();
  });
});

function turnedProduct(x: Tensor, w: Tensor): Tensor {
  return matmul(x, w, { transposeB: true });
}
