import { describe, expect, it } from "vitest";
import { activationBytes, outOfMemory, packedActivationBytes } from "./memory.js";

const step = { step: 3, examples: 32, parts: 1, tokens: 4096, bytes: 4096e6 };

describe("outOfMemory", () => {
  it("says how many examples would fit", () => {
    const error = new Error("Failed to allocate memory for requested buffer of size 805306368");
    // 4.1 GB of activations; half of 2 GB may be used: five parts.
    expect(outOfMemory(error, step, 2e9)).toBe(
      "step 3 does not fit in memory: 4096 tokens at once take about 4.1 GB and 2.0 GB are free; " +
        "about 6 examples at a time would fit: set accumulate: 5, or a smaller batchSize",
    );
  });

  it("asks for a smaller memory where the recipe names one", () => {
    const named = { ...step, memory: "4GB" };
    expect(outOfMemory(new Error("bad_alloc"), named, 2e9)).toBe(
      "step 3 does not fit in memory: 4096 tokens at once take about 4.1 GB and 2.0 GB are free; " +
        'give "accumulate" a smaller memory than 4GB',
    );
  });

  it("knows Node's and the C++ library's words too, and no other error", () => {
    for (const message of ["std::bad_alloc", "Array buffer allocation failed"]) {
      expect(outOfMemory(new RangeError(message), step, 2e9)).toContain("does not fit in memory");
    }
    expect(outOfMemory(new Error("matmul: inner dimensions must agree"), step)).toBeUndefined();
  });

  it("asks for shorter texts where one example is too much", () => {
    const one = { ...step, examples: 1 };
    expect(outOfMemory(new Error("bad_alloc"), one, 1e9)).toContain('set a smaller "maxTokens"');
  });
});

describe("activationBytes", () => {
  it("grows with width, blocks and text", () => {
    const minilm = { hiddenSize: 384, intermediateSize: 1536, heads: 12 };
    // 7 * 4 * (14 * 384 + 4 * 1536 + 4 * 12 * 128)
    expect(activationBytes(minilm, 6, 128)).toBe(28 * (5376 + 6144 + 6144));
  });
});

describe("packedActivationBytes", () => {
  it("fills each of the groups that attention runs in up to its longest text", () => {
    // Two groups, cut where least is filled up: 3, 4 as two of 4; 9, 10, 10 as three of 10.
    const perToken = (seq: number) => 1000 + seq;
    expect(packedActivationBytes([10, 3, 9, 4, 10], 2, perToken)).toBe(8 * 1004 + 30 * 1010);
  });
});
