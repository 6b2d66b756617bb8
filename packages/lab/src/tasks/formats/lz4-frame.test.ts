// LZ4's frames beside pyarrow's, and damaged ones, which must end at once.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { unpackLz4 } from "./lz4-frame.js";

const frame = readFileSync(new URL("../fixtures/arrow/blocks.lz4", import.meta.url));

describe("unpackLz4", () => {
  it("reads blocks that copy from those before (reference/tasks/arrow.py)", () => {
    const byteAt = (i: number) => Math.floor((i * i) / 7) + Math.floor(i / 3);
    const whole = Uint8Array.from({ length: 200_000 }, (_, i) => byteAt(i % 70_000) % 256);
    expect(Buffer.from(unpackLz4(frame)).equals(Buffer.from(whole))).toBe(true);
  });

  it("refuses what is cut off, and ends with what is damaged", () => {
    for (let at = 0; at < frame.length; at += 499)
      expect(() => unpackLz4(frame.subarray(0, at))).toThrow("a block packed by LZ4 is damaged");
    for (let at = 0; at < 64; at += 1) {
      const other = Buffer.from(frame);
      other[at]! ^= 0xff;
      try {
        expect(unpackLz4(other).length).toBeLessThanOrEqual(200_000 + 255);
      } catch (error) {
        expect((error as Error).message).toMatch(/^a (packed )?block /);
      }
    }
  });

  it("refuses a frame that took another reader a minute", () => {
    const sixteen = Buffer.from("04224d186040820100007f5b00000000", "hex");
    expect(() => unpackLz4(sixteen)).toThrow("a block packed by LZ4 is damaged");
  });
});
