import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { compile, input } from "../program.js";
import { cos, sin } from "./unary.js";

const angles = [
  0,
  -0,
  1e-6,
  0.5,
  1.5,
  Math.PI / 2,
  Math.PI,
  3,
  -2.5,
  6.28,
  100,
  -777.25,
  4095.9,
  8191,
  -9999.5,
];
const many = Array.from({ length: 5000 }, (_, i) => (i - 2500) * 3.7193);

describe("sine and cosine for any runtime", () => {
  it("are within 3e-7 of the true ones, from small angles to large", async () => {
    const x = Float32Array.from([...angles, ...many]);
    const program = compile({ x: input("float32", ["n"]) }, ({ x }) => ({
      sine: sin(x),
      cosine: cos(x),
    }));
    const model = program.modelFor("anywhere");
    expect(Buffer.from(model).toString("latin1")).not.toMatch(/Sin|Cos/);
    const session = await ort.InferenceSession.create(model);
    const { sine, cosine } = await session.run({ x: new ort.Tensor("float32", x, [x.length]) });
    x.forEach((angle, i) => {
      expect(Math.abs(Number(sine!.data[i]) - Math.sin(angle))).toBeLessThan(3e-7);
      expect(Math.abs(Number(cosine!.data[i]) - Math.cos(angle))).toBeLessThan(3e-7);
    });
    await session.release();
  });
});
