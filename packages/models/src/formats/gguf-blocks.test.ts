import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BLOCK_FORMATS, type BlockFormatName } from "./gguf-blocks.js";

/** reference/models/gguf_blocks.py: blocks of random bits, and the gguf package's values. */
const reference: Readonly<Record<string, readonly [blocks: string, values: string]>> = JSON.parse(
  readFileSync(new URL("../fixtures/gguf-blocks.json", import.meta.url), "utf8"),
);

describe("BLOCK_FORMATS", () => {
  it.each(Object.entries(reference))("%s is read to the bit", (name, [blocks, values]) => {
    const { bytes, elements, decode } = BLOCK_FORMATS[name as BlockFormatName];
    const given = new Uint8Array(Buffer.from(blocks, "base64"));
    const out = new Float32Array((given.length / bytes) * elements);
    decode(given, out);
    const wanted = new Uint8Array(Buffer.from(values, "base64"));
    expect(out).toEqual(new Float32Array(wanted.buffer));
  });

  it("has reference values for all that is not plain floats", () => {
    const plain = ["F32", "F16", "BF16"];
    const formats = Object.keys(BLOCK_FORMATS).filter((name) => !plain.includes(name));
    expect(Object.keys(reference).sort()).toEqual(formats.sort());
  });
});
