import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPretraining } from "./pretraining.js";

const path = join(mkdtempSync(join(tmpdir(), "w2s-pretraining-")), "config.json");
const read = (config: object) => {
  writeFileSync(path, JSON.stringify(config));
  return readPretraining(path);
};

describe("readPretraining", () => {
  it("gives tokens and operations where a config says them, and null where it does not", () => {
    const w2s_pretraining = { tokens: 4e6, flop: 6e11, seed: 3 };
    expect(read({ model_type: "llama", w2s_pretraining })).toEqual({ tokens: 4e6, flop: 6e11 });
    expect(read({ model_type: "llama" })).toBeNull();
    expect(read({ model_type: "llama", w2s_pretraining: null })).toBeNull();
  });

  it("refuses numbers that cannot be", () => {
    expect(() => read({ w2s_pretraining: { tokens: 0, flop: 1 } })).toThrow(
      /"w2s_pretraining.tokens": .*>0, got 0/,
    );
  });
});
