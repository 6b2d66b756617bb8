import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadTask, sampleRows, table } from "../index.js";
import { decimal, isoDay, isoTime } from "./binary-values.js";
import { classNamesIn } from "./class-names.js";

// Made by reference/tasks/columns.py, and classes.* by reference/tasks/classes.py.
const baseDir = fileURLToPath(new URL("../fixtures/columns", import.meta.url));
const rowsOf = async (name: string) => (await sampleRows(name, { baseDir, most: 99 })).rows;

describe.each(["parquet", "arrow"])("columns of databases, as %s", (ending) => {
  it("keep all digits of whole decimals, and are the nearest number of others", async () => {
    const rows = await rowsOf(`decimals.${ending}`);
    expect(rows).toEqual([
      { id: 2n ** 53n + 1n, wide: -0.3, int64: -0.3, int32: -0.3, one: 1 },
      { id: null, wide: null, int64: null, int32: null, one: null },
      { id: -12345678901234567890123456789012345678n, wide: 0.1, int64: 0.1, int32: 0.1, one: 0 },
    ]);
  });

  it("are texts where they hold times, of day and of any year", async () => {
    expect(await rowsOf(`times.${ending}`)).toEqual([
      {
        seconds: "01:02:03",
        micros: "23:59:59.00025",
        far: "+294247-01-10T04:00:54.775807Z",
        day: "+5881580-07-11",
        year10000: "+010000-01-01T00:00:00Z",
      },
      {
        seconds: null,
        micros: null,
        far: "-290308-12-21T19:59:05.224192Z",
        day: "-5877641-06-23",
        year10000: null,
      },
    ]);
  });

  it("stop nothing where they hold intervals that nobody asks for", async () => {
    const source = `interval.${ending}`;
    const [row] = await rowsOf(source);
    expect(row).toMatchObject({ text: "the film number 0 is bad", label: 0n });
    const { examples } = await loadTask(table(source, { text: "text", label: "label" }), {
      baseDir,
    });
    expect(examples).toHaveLength(24);
    const asked = table(source, { text: "lasts", label: "label" });
    await expect(loadTask(asked, { baseDir })).rejects.toThrow(/^interval\.\w+: .*"lasts"/);
  });
});

describe("what datasets says of a file's columns", () => {
  it.each(["classes.parquet", "classes.arrow"])("names the classes of %s", async (name) => {
    const { classNames, rows } = await sampleRows(name, { baseDir, most: 99 });
    expect([...classNames]).toEqual([["label", ["positive", "negative"]]]);
    expect(rows[1]).toEqual({ text: "the film number 1 is bad", label: 1n });
  });

  it("is nothing where it is damaged, or of another form, or not there", async () => {
    for (const said of ["", "{", "[]", '{"info":{}}', '{"info":{"features":{"label":7}}}'])
      expect(classNamesIn(said).size).toBe(0);
    const { classNames } = await sampleRows("decimals.parquet", { baseDir, most: 99 });
    expect(classNames.size).toBe(0);
  });
});

describe("Parquet", () => {
  it("has columns without a value, packed with LZ4", async () => {
    const rows = await rowsOf("nothing.parquet");
    expect(rows).toHaveLength(24);
    expect(rows[1]).toEqual({ text: "the film number 1 is good", label: 1n, note: null });
  });
});

describe("Arrow", () => {
  it("says what to do about a type that is newer than its library", async () => {
    await expect(rowsOf("view.arrow")).rejects.toThrow(
      'view.arrow: not readable as Arrow: Unrecognized type: "ListView" (25); write the file as ' +
        "Parquet, or without the column of this type",
    );
  });
});

describe("isoTime", () => {
  it.each([
    [253402300799n, "9999-12-31T23:59:59Z"],
    [253402300800n, "+010000-01-01T00:00:00Z"],
    [-62167219201n, "-000001-12-31T23:59:59Z"],
    // 12,622,780,800 seconds are 400 years: 275760-09-13 is the last day that JavaScript knows.
    [8640000000000n, "+275760-09-13T00:00:00Z"],
    [8640000000000n + 12622780800n, "+276160-09-13T00:00:00Z"],
    [-8640000000000n - 12622780800n, "-272221-04-20T00:00:00Z"],
  ])("knows every year: %s", (seconds, text) => {
    expect(isoTime(seconds, 1n)).toBe(text);
    expect(isoDay((seconds - (((seconds % 86400n) + 86400n) % 86400n)) / 86400n)).toBe(
      text.split("T")[0],
    );
  });
});

describe("decimal", () => {
  it.each([
    [15n, 1, 1.5],
    [15n, -1, 150],
    [10n, 1, 1],
    [-3n, 1, -0.3],
    [2n ** 53n + 1n, 0, 2n ** 53n + 1n],
    [(2n ** 53n + 1n) * 100n, 2, 2n ** 53n + 1n],
  ])("is a number where one holds it: %s / 10^%s", (unscaled, scale, value) => {
    expect(decimal(unscaled, scale)).toBe(value);
  });
});
