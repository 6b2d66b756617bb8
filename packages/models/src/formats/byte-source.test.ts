import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fileBytes, memoryBytes } from "./byte-source.js";

const root = scratchFolder("bytes");

const bytes = Uint8Array.from({ length: 100 }, (_, i) => (37 * i) % 251);
const path = join(root, "file");
writeFileSync(path, bytes);

/** Elements at byte 4, by DataView. */
const expected = Float64Array.from({ length: 11 }, (_, i) =>
  new DataView(bytes.buffer).getFloat64(4 + 8 * i, true),
);

describe("fileBytes", () => {
  it.each([1, 7, 8, 1000])(
    "gives the same bytes when no read may ask for more than %i",
    (limit) => {
      const source = fileBytes(path, limit);
      expect([...source.read(3, 50)]).toEqual([...bytes.subarray(3, 53)]);
      expect([...source.borrow(50, 50)]).toEqual([...bytes.subarray(50)]);
      expect(source.elements(Float64Array, 4, 11)).toEqual(expected);
      const filled = new Float64Array(13);
      source.fill(filled.subarray(1, 12), 4);
      expect(filled).toEqual(Float64Array.of(0, ...expected, 0));
      source.close();
    },
  );

  it("says how far it got where the file ends too early", () => {
    const source = fileBytes(path, 7);
    expect(() => source.elements(Float64Array, 60, 10)).toThrow(
      `${path}: truncated: needs 140 bytes, ends after 100; copy or download it again`,
    );
    source.close();
  });
});

describe("memoryBytes", () => {
  it("gives a view where elements lie aligned and a copy where they do not", () => {
    const source = memoryBytes(bytes, "memory");
    expect(source.elements(Float64Array, 4, 11)).toEqual(expected);
    expect(source.elements(Int32Array, 4, 2).buffer).toBe(bytes.buffer);
    const filled = new Float64Array(11);
    source.fill(filled, 4);
    expect(filled).toEqual(expected);
  });
});
