import { describe, expect, it } from "vitest";
import { activationBytes, outOfMemory } from "./memory.js";

const step = { step: 3, examples: 32, accumulate: 1, tokens: 4096, bytesPerToken: 1e6 };

describe("outOfMemory", () => {
  it("says how many examples would fit", () => {
    const error = new Error("Failed to allocate memory for requested buffer of size 805306368");
    // 4.1 GB of activations; half of 2 GB may be used: five parts.
    expect(outOfMemory(error, step, 2e9)).toBe(
      "step 3 does not fit in memory: 4096 tokens at once take about 4.1 GB and 2.0 GB are free; " +
        "about 6 examples at a time would fit: set accumulate: 5, or a smaller batchSize",
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
