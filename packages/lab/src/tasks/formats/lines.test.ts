import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textLines, wholeLines } from "./lines.js";

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

async function read(bytes: Buffer, size: number) {
  const lines: [number, string][] = [];
  for await (const block of wholeLines(pieces(bytes, size), "x")) {
    for (const { line, text } of textLines(block)) lines.push([line, text]);
  }
  return lines;
}

describe("wholeLines", () => {
  it("gives the same lines however the file comes in pieces, in any script", async () => {
    const line = fc.string({ unit: fc.constantFrom("a", " ", "é", "語", "😀", '"', "\t") });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        async (lines, size) => {
          const bytes = Buffer.from(lines.join("\n"));
          fc.pre(bytes.length > 0);
          const expected = lines.flatMap((text, index) =>
            text.trim() === "" ? [] : [[index + 1, text]],
          );
          expect(await read(bytes, size)).toEqual(expected);
        },
      ),
    );
  });

  it("refuses a line that is too long before it is whole, by file and line", async () => {
    async function* endless() {
      yield Buffer.from("one\n");
      for (;;) yield Buffer.alloc(100, "a");
    }
    const reading = async () => {
      for await (const _ of wholeLines(endless(), "x", 1000));
    };
    await expect(reading()).rejects.toThrow(
      "x:2: a line must have at most 1000 bytes, got more; is it a table?",
    );
  });

  it("counts LF, CR LF and CR, in whichever pieces they come", async () => {
    const bytes = Buffer.from("1\n2\r\n\r\n4\r5\r\r7\n\r\n9");
    const expected = ["1", "2", "4", "5", "7", "9"].map((text) => [Number(text), text]);
    for (const size of [1, 2, 3, 4, 5, 100]) expect(await read(bytes, size)).toEqual(expected);
  });

  it("names the line that is not UTF-8, in whichever piece it lies", async () => {
    const bytes = Buffer.concat([
      Buffer.from("one\ntwo\n"),
      Buffer.of(0xff, 10),
      Buffer.from("four\n"),
    ]);
    for (const size of [1, 3, 100])
      await expect(read(bytes, size)).rejects.toThrow("x:3: must be UTF-8");
  });
});
