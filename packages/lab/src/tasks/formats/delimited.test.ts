import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDelimited } from "./delimited.js";
import { wholeLines } from "./lines.js";

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

async function read(text: string, size: number) {
  const blocks = wholeLines(pieces(Buffer.from(text), size), "x.csv");
  const options = {
    delimiter: ",",
    quotes: true,
    header: ["a", "b"],
    onColumns: () => {},
  } as const;
  const rows = [];
  for await (const batch of readDelimited(blocks, "x.csv", options)) rows.push(...batch);
  return rows;
}

describe("readDelimited", () => {
  it("refuses a record without an end, by file and line", async () => {
    const blocks = wholeLines(pieces(Buffer.from(`a,b\n"${"x\n".repeat(5000)}`), 100), "x.csv");
    const options = {
      delimiter: ",",
      quotes: true,
      header: true,
      onColumns: () => {},
      longest: 999,
    };
    const reading = async () => {
      for await (const _ of readDelimited(blocks, "x.csv", options));
    };
    await expect(reading()).rejects.toThrow(
      /^x\.csv:\d+: Max Record Size: .*; is a quote never closed\?$/,
    );
  });

  it("gives back any CSV fields, each row at its first line", async () => {
    const field = fc.string({ unit: fc.constantFrom("a", " ", '"', ",", "\n", "é", "語") });
    const records = fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 1, max: 20 }), async (fields, size) => {
        const lines = fields.map((record) =>
          record.map((text) => `"${text.replaceAll('"', '""')}"`).join(","),
        );
        const rows = await read(lines.join("\n"), size);
        expect(rows.map(({ values }) => [values.a, values.b])).toEqual(fields);
        const starts = lines.map(
          (_, index) => lines.slice(0, index).join("\n").split("\n").length + (index > 0 ? 1 : 0),
        );
        expect(rows.map(({ at }) => at)).toEqual(starts);
      }),
    );
  });
});
