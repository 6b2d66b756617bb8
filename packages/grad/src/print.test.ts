import { describe, expect, it } from "vitest";
import { ndarray } from "./array.js";
import { constant } from "./ops/source.js";
import { printGraph } from "./print.js";

const line = (...values: number[]) =>
  printGraph({ y: constant(ndarray(Float32Array.from(values), [values.length])) }).split("\n")[0];

describe("printGraph", () => {
  it("shows constants of up to eight values in full", () => {
    expect(line(1, -2.5, 0, 4, 5, 6, 7, 8)).toBe(
      "%0: float32[8] = constant() [1, -2.5, 0, 4, 5, 6, 7, 8]",
    );
  });

  it("shows larger ones by their first values and the SHA-256 of their bytes", () => {
    // hashlib.sha256(struct.pack("<9f", *range(9))).hexdigest()
    expect(line(0, 1, 2, 3, 4, 5, 6, 7, 8)).toBe(
      "%0: float32[9] = constant() [0, 1, 2, 3, 4, 5, 6, 7, ... 9 values, sha256 " +
        "eb5e38fa46a224f60e7f401997b8dd9a12122f6e7168ab3a5fa1598d3c7a5c93]",
    );
  });

  it("tells large constants apart that differ in one late value or in the sign of a zero", () => {
    const texts = [line(1, 2, 3, 4, 5, 6, 7, 8, 0), line(1, 2, 3, 4, 5, 6, 7, 8, -0)];
    expect(texts[0]).not.toBe(texts[1]);
  });
});
