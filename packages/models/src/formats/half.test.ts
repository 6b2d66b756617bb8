import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bfloat16ToFloat32, float16ToFloat32, float32ToFloat16 } from "./half.js";

const everyPattern = Uint16Array.from({ length: 65536 }, (_, i) => i);
const isNan16 = (bits: number) => (bits & 0x7fff) > 0x7c00;

describe("float16", () => {
  it("has the values of IEEE 754 binary16", () => {
    const bits = Uint16Array.of(
      0x3c00,
      0xc000,
      0x7bff,
      0x0400,
      0x0001,
      0x3555,
      0x7c00,
      0xfc00,
      0x8000,
    );
    const largestSubnormalStep = 2 ** -24;
    expect([...float16ToFloat32(bits)]).toEqual([
      1,
      -2,
      65504,
      2 ** -14,
      largestSubnormalStep,
      0.333251953125,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0,
    ]);
    expect(float16ToFloat32(Uint16Array.of(0x7e00))[0]).toBeNaN();
  });

  it("comes back from float32 bit for bit, for all 65,536 patterns but NaN payloads", () => {
    const back = float32ToFloat16(float16ToFloat32(everyPattern));
    const changed = everyPattern.filter((bits, i) => !isNan16(bits) && back[i] !== bits);
    expect(changed).toHaveLength(0);
    expect(isNan16(back[0x7e01]!)).toBe(true);
  });

  it("rounds to the nearest value, ties to even", () => {
    const between = Float32Array.of(
      1 + 2 ** -11,
      1 + 3 * 2 ** -11,
      65519,
      65520,
      2 ** -25,
      2 ** -25 * 1.01,
      2 ** -26,
    );
    expect([...float32ToFloat16(between)]).toEqual([0x3c00, 0x3c02, 0x7bff, 0x7c00, 0, 1, 0]);
  });

  it("is never further from the float32 than half a step", () => {
    fc.assert(
      fc.property(
        fc.float({ min: Math.fround(-65000), max: Math.fround(65000), noNaN: true }),
        (x) => {
          const back = float16ToFloat32(float32ToFloat16(Float32Array.of(x)))[0]!;
          const step = Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(Math.abs(x) || 1)) - 10));
          expect(Math.abs(back - x)).toBeLessThanOrEqual(step / 2);
        },
      ),
    );
  });
});

describe("bfloat16", () => {
  it("is the upper half of a float32", () => {
    expect([...bfloat16ToFloat32(Uint16Array.of(0x3f80, 0xc000, 0x4049))]).toEqual([
      1, -2, 3.140625,
    ]);
  });
});
