import { describe, expect, it } from "vitest";
import { compile, input } from "../program.js";
import { nodeRuntime } from "../runtime/node.js";
import { applyOne, defineOp } from "../tensor.js";
import type { OnnxAttributes } from "./parts.js";

/** A program with one ONNX node as a user's op would write it. */
function programWith(opType: string, attributes: OnnxAttributes) {
  const op = defineOp<null>({
    name: "own",
    infer: ([x]) => [x!],
    emit: (emitter, inputs) => emitter.add(opType, inputs, attributes),
    gradient: "none",
  });
  const signature = {
    x: input("float32", ["n", 4]),
    at: input("int64", ["k", 1]),
    y: input("float32", ["k", 4]),
  };
  const inputs = opType === "ScatterND" ? (["x", "at", "y"] as const) : (["x"] as const);
  return compile(signature, (tensors) => ({
    z: applyOne(
      op,
      inputs.map((name) => tensors[name]),
      null,
    ),
  }));
}

describe("compile", () => {
  it("refuses ScatterND with a reduction, whose threads lose sums", () => {
    for (const reduction of ["add", "mul", "min", "max"]) {
      expect(() => programWith("ScatterND", { reduction: { string: reduction } })).toThrow(
        "compile: ONNX ScatterND reduces rows from several threads without a lock, and loses " +
          "some; use scatterAdd or scatterAddND, or addToRows inside an op's emit",
      );
    }
  });

  it("takes ScatterND that only writes", async () => {
    const writing = [{}, { reduction: { string: "none" } }];
    for (const attributes of writing) {
      const executable = await nodeRuntime.load(programWith("ScatterND", attributes), {
        threads: 2,
      });
      await executable.release();
    }
  });

  it("refuses ops that draw numbers without a seed", () => {
    for (const op of ["RandomNormalLike", "RandomUniformLike", "Bernoulli", "Dropout"]) {
      expect(() => programWith(op, {})).toThrow(`compile: ONNX ${op} draws other numbers`);
      expect(() => programWith(op, { seed: { float: 1 } })).not.toThrow();
    }
  });
});
