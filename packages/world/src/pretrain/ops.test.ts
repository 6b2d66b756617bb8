import { checkGradients, gradients, ndarray, placeholder, square, sum } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { answerLoss, gated, lastOf, rotary, rowsOf, tokenRows, topLeft, unitNorm } from "./ops.js";

/** Numbers in (-1, 1), the same every time, without order. */
const values = (...shape: number[]) =>
  ndarray(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
      Math.sin(1.3 * i + 0.2 * i * i),
    ),
    shape,
  );
const integers = (...list: number[]) => ndarray(BigInt64Array.from(list, BigInt), [list.length]);
const angles = values(4, 2);

/** The ops compute in float32 only. */
const inFloat32 = { step: 1e-2 } as const;

const twice = {
  "lastOf, squared": [
    (x, start) => square(lastOf(x!, 1, start!, "last")),
    [values(2, 4), integers(1)],
  ],
  "tokenRows, squared": [
    (table, ids) => square(tokenRows(table!, ids!)),
    [values(3, 2), ndarray(Int32Array.of(2, 0, 2, 2), [2, 2])],
  ],
  unitNorm: [(x) => unitNorm(x!, 1e-5), [values(3, 4)]],
  rotary: [
    (x, start) => square(rotary(x!, start!, angles, angles)),
    [values(1, 2, 3, 4), integers(1)],
  ],
} satisfies Record<string, readonly [Parameters<typeof checkGradients>[0], object]>;

describe("pretraining's ops", () => {
  for (const [name, [build, inputs]] of Object.entries(twice)) {
    it(`${name} has the first and second gradients of finite differences`, async () => {
      const { first, second } = await checkGradients(build, [...inputs], inFloat32);
      expect(first).toBeLessThan(2e-3);
      expect(second).toBeLessThan(5e-3);
    });
  }

  it("gated and answerLoss have the gradients of differences, and refuse second ones", async () => {
    const targets = ndarray(Int32Array.of(2, 0, 1), [3, 1]);
    const count = ndarray(Float32Array.of(3), []);
    const cases = [
      [gated, [values(2, 3), values(3, 2)].map((x) => ({ ...x, shape: [2, 3] })), "gate"],
      [answerLoss, [values(3, 4), targets, count], "answerLoss"],
    ] as const;
    for (const [build, inputs, op] of cases) {
      const check = (order: 1 | 2) =>
        checkGradients(build as Parameters<typeof checkGradients>[0], inputs, {
          ...inFloat32,
          fixed: op === "gate" ? [] : [2],
          order,
        });
      expect((await check(1)).first).toBeLessThan(2e-3);
      await expect(check(2)).rejects.toThrow(`gradients: ${op} cannot be differentiated twice`);
    }
  });

  it("rowsOf and topLeft, which only data goes through, refuse gradients", () => {
    const x = placeholder("x", "float32", ["n"]);
    const size = placeholder("size", "int64", [1]);
    const mask = placeholder("mask", "float32", [4, 4]);
    expect(() => gradients(sum(rowsOf(x, size, "rows", "columns")), [x])).toThrow(
      "gradients: rowsOf has no gradient",
    );
    expect(() => gradients(sum(topLeft(mask, size, "seq")), [mask])).toThrow(
      "gradients: topLeft has no gradient",
    );
  });
});
