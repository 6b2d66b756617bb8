import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { loadTask, rows, type TableOptions, table } from "../index.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("makes");
});

/** What a file gives: id, text and label of each example. */
async function read(
  name: string,
  content: string | Uint8Array,
  options: Partial<TableOptions> = {},
) {
  writeFileSync(join(folder, name), content);
  const task = table(name, { text: "text", label: "label", balance: false, ...options });
  const { examples } = await loadTask(task, { baseDir: folder });
  return examples.map(({ id, inputs, label }) => [id, inputs[0], label]);
}

const two = [
  ["2", "one", 0],
  ["3", "two", 1],
];

describe("CSV and TSV", () => {
  it.each([
    ["a header with CR LF over rows with LF", "text,label\r\none,0\ntwo,1\n"],
    ["a header with LF over rows with CR LF", "text,label\none,0\r\ntwo,1\r\n"],
    ["CR alone", "text,label\rone,0\rtwo,1"],
    ["a byte order mark", "\ufefftext,label\r\none,0\r\ntwo,1"],
    ["labels that were floats once", "text,label\none,0.0\ntwo,1.0\n"],
  ])("are read with %s", async (_, content) => {
    expect(await read("a.csv", content)).toEqual(two);
    expect(await read("a.csv", content, { quotes: false })).toEqual(two);
    expect(await read("a.tsv", content.replaceAll(",", "\t"))).toEqual(two);
    expect(await read("a.tsv", content.replaceAll(",", "\t"), { quotes: true })).toEqual(two);
  });

  it("keep no CR in a last field, and those inside quotes", async () => {
    const content = 'label,text\n0,one\r\n1,"two\r\nthree"\r\n';
    expect(await read("last.csv", content)).toEqual([
      ["2", "one", 0],
      ["3", "two\r\nthree", 1],
    ]);
  });

  it("are read with a delimiter of their own", async () => {
    expect(await read("d.csv", 'text;label\n"one;1,5";0\ntwo;1\n', { delimiter: ";" })).toEqual([
      ["2", "one;1,5", 0],
      ["3", "two", 1],
    ]);
    expect(await read("d.tsv", "text|label\none|0\ntwo|1\n", { delimiter: "|" })).toEqual(two);
    expect(() => table("d.csv", { text: "text", label: "label", delimiter: "::" })).toThrow(
      'table: "delimiter" must be one character, no quote, backslash or end of a line, got "::"',
    );
  });

  it("may have columns of one name where nobody asks for them", async () => {
    expect(await read("spare.csv", "text,label,,\none,0,,\ntwo,1,a,b\n")).toEqual(two);
  });

  it("keep quotes as text where told so, and where they can be nothing else", async () => {
    const content = 'text\tlabel\n"say ""two"""\t0\n"one", they say\t1\n';
    const [first, second] = await read("q.tsv", content, { quotes: false });
    expect([first![1], second![1]]).toEqual(['"say ""two"""', '"one", they say']);
    const raw = content.replace('"say ""two"""', '"three"');
    expect((await read("q.tsv", raw)).map(([, text]) => text)).toEqual(['"three"', second![1]]);
  });

  it("are read with quotes behind backslashes where told so", async () => {
    const content = 'text,label\n"one \\"a, b\\"",0\ntwo,1\n';
    expect((await read("b.csv", content, { quotes: "backslash" }))[0]).toEqual([
      "2",
      'one "a, b"',
      0,
    ]);
  });
});

describe("files", () => {
  const content = "text,label\none,0\ntwo,1\n";
  it("are unpacked where they are packed, whatever they are called", async () => {
    expect(await read("packed.csv", gzipSync(content))).toEqual(two);
    expect(await read("plain.csv.gz", content)).toEqual(two);
    const twice = Buffer.concat([gzipSync(content.slice(0, 15)), gzipSync(content.slice(15))]);
    expect(await read("twice.csv.gz", twice)).toEqual(two);
  });

  it("of JSON lines may have been joined with their byte order marks", async () => {
    const lines = ['\ufeff{"text": "one", "label": 0}', '\ufeff{"text": "two", "label": 1}'];
    expect((await read("joined.jsonl", lines.join("\n"))).map(([, text]) => text)).toEqual([
      "one",
      "two",
    ]);
  });
});

describe("labels", () => {
  it("that are floats are found in a map, and gaps left out where it says so", async () => {
    const content = "text,label\none,0.0\ngap,\ntwo,1.0\n";
    expect(await read("f.csv", content, { labels: { "": null } })).toEqual([
      ["2", "one", 0],
      ["4", "two", 1],
    ]);
    expect(await read("f.csv", content, { labels: { "": null, 0: 1, 1: 0 } })).toEqual([
      ["2", "one", 1],
      ["4", "two", 0],
    ]);
  });
});

describe("NaN in JSON, as Python writes it", () => {
  it.each([
    ["n.jsonl", (rows: readonly string[]) => rows.join("\n")],
    ["n.json", (rows: readonly string[]) => `[${rows.join(",\n")}]`],
  ])("stops nothing in a field that nobody asks for: %s", async (name, written) => {
    const rows = ["one", "two"].map(
      (text, i) => `{"text": "${text}", "label": ${i}, "score": ${i ? "NaN" : "-Infinity"}}`,
    );
    const texts = (await read(name, written(rows))).map(([, text]) => text);
    expect(texts).toEqual(["one", "two"]);
  });
});

describe("64-bit numbers", () => {
  const big = [1669700650467246081n, 1669700650467246082n];
  const items = ["one", "two"].map(
    (text, label) =>
      `{"text": "${text} \\"1669700650467246081", "label": ${label}, "id": ${big[label]}}`,
  );
  const expected = big.map((id, label) => [
    String(id),
    `${["one", "two"][label]} "1669700650467246081`,
    label,
  ]);
  it.each([
    ["big.jsonl", items.join("\n")],
    ["big.json", `[${items.join(",")}]`],
    [
      "big.csv",
      [
        ["text", "label", "id"],
        ...expected.map(([id, text, label]) => [`"${String(text).replace('"', '""')}"`, label, id]),
      ]
        .map((fields) => fields.join())
        .join("\n"),
    ],
  ])("are ids to the last digit in %s", async (name, content) => {
    expect(await read(name, content, { id: "id" })).toEqual(expected);
  });

  it("are facts: numbers where none of their digits is lost, else texts", async () => {
    const source = rows("facts", [
      { text: "a", label: 0, level: 5n },
      { text: "b", label: 1, level: 2n ** 60n },
    ]);
    const task = table(source, { text: "text", label: "label", facts: ["level"] });
    const { examples } = await loadTask(task, { baseDir: folder });
    expect(examples.map(({ facts }) => facts)).toEqual([
      { level: 5 },
      { level: "1152921504606846976" },
    ]);
  });
});

describe("JSON", () => {
  const records = [
    { text: "one", label: 0 },
    { text: "two", label: 1 },
  ];
  const expected = [
    ["1", "one", 0],
    ["2", "two", 1],
  ];
  it.each<[string, object]>([
    ["a list", records],
    ["a list in a field", { data: records }],
    ["a list beside facts of the file", { version: "1.0", count: 2, rows: records }],
    ["columns that are lists", { text: ["one", "two"], label: [0, 1] }],
    [
      "columns by row, as pandas writes them",
      { text: { 0: "one", 1: "two" }, label: { 0: 0, 1: 1 } },
    ],
    ["rows by name", { a: records[0], b: records[1] }],
    [
      "names and rows apart",
      {
        columns: ["text", "label"],
        index: [0, 1],
        data: [
          ["one", 0],
          ["two", 1],
        ],
      },
    ],
  ])("is read as %s", async (_, document) => {
    expect(await read("make.json", JSON.stringify(document))).toEqual(expected);
    expect(await read("make.json", `\ufeff${JSON.stringify(document, null, 1)}\r\n`)).toEqual(
      expected,
    );
  });
});
