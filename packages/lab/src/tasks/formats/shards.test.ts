import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { loadTask, type Source, type TableOptions, table } from "../index.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("shards");
});

function write(name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

const load = (source: Source, options: Partial<TableOptions> = {}, baseDir = folder) =>
  loadTask(table(source, { text: "text", label: "label", ...options }), { baseDir });
const seen = async (source: Source, options?: Partial<TableOptions>) =>
  (await load(source, options)).examples.map(({ id, inputs }) => [id, inputs[0]]);

const parts = [
  [
    ["a", 0],
    ["b", 1],
  ],
  [
    ["c", 0],
    ["d", 1],
  ],
] as const;
const forms = {
  csv: (rows: (typeof parts)[number]) =>
    `text,label\n${rows.map((row) => row.join(",")).join("\n")}\n`,
  tsv: (rows: (typeof parts)[number]) =>
    `text\tlabel\n${rows.map((row) => row.join("\t")).join("\n")}\n`,
  jsonl: (rows: (typeof parts)[number]) =>
    rows.map(([text, label]) => JSON.stringify({ text, label })).join("\n"),
  json: (rows: (typeof parts)[number]) =>
    JSON.stringify(rows.map(([text, label]) => ({ text, label }))),
};
beforeAll(() => {
  for (const [ending, form] of Object.entries(forms)) {
    for (const [i, rows] of parts.entries())
      write(`${ending}/train-0000${i}-of-00002.${ending}`, form(rows));
  }
});

describe("parts without anything in them, as writers leave some", () => {
  const apart = scratchFolder("empty-parts");
  const put = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(apart, name), content);
  const found = async (source: string) => (await load(source, {}, apart)).examples;

  it.each(Object.keys(forms))("are passed over, packed or not: %s", async (ending) => {
    const form = forms[ending as keyof typeof forms];
    put(`plain-0.${ending}`, form(parts[0]));
    put(`plain-1.${ending}`, "");
    put(`plain-2.${ending}`, form(parts[1]));
    const rows = await found(`plain-*.${ending}`);
    expect(rows.map(({ inputs }) => inputs[0])).toEqual(["a", "b", "c", "d"]);
    expect(rows.map(({ id }) => id.split(":")[0])).toEqual(["1", "1", "3", "3"]);
    put(`packed-0.${ending}.gz`, gzipSync(""));
    put(`packed-1.${ending}.gz`, gzipSync(form(parts[1])));
    const packed = await found(`packed-*.${ending}.gz`);
    expect(packed.map(({ inputs }) => inputs[0])).toEqual(["c", "d"]);
  });

  it("are no table where there is nothing else, or alone", async () => {
    put("none-0.csv", "");
    put("none-1.csv", "");
    await expect(found("none-*.csv")).rejects.toThrow(/^none-0\.csv and 1 more: .* got none/);
    await expect(found("none-0.csv")).rejects.toThrow("none-0.csv: the file is empty");
  });
});

describe("a folder without tables", () => {
  const apart = scratchFolder("no-tables");
  const put = (name: string) => {
    mkdirSync(dirname(join(apart, name)), { recursive: true });
    writeFileSync(join(apart, name), "text\na\n");
  };
  const none = "a folder without files of .jsonl, .json, .csv, .tsv, .parquet, .arrow; ";

  it.each([
    ["texts", "texts/pos/0_9.txt", "each .txt in it is a text of its own: make rows of them"],
    ["one", "one/0_9.txt", "each .txt in it is a text of its own: make rows of them with rows"],
    [
      "hive",
      "hive/label=0/part-0.csv",
      'its folders are parts by "label" ("label=0"), which no file has as a column: write it ' +
        "without partitions",
    ],
    ["splits", "splits/train/0.csv", 'name a folder in it ("train"), as in "splits/train"'],
    ["other", "other/notes.md", "name a file"],
  ])("says what it is: %s", async (name, file, message) => {
    put(file);
    await expect(load(name, {}, apart)).rejects.toThrow(`${name}: ${none}${message}`);
  });
});

describe.each(Object.keys(forms))("several files of %s", (ending) => {
  const first = ending === "csv" || ending === "tsv" ? 2 : 1;
  const names = [0, 1].map((i) => `${ending}/train-0000${i}-of-00002.${ending}`);
  const expected = [
    [`1:${first}`, "a"],
    [`1:${first + 1}`, "b"],
    [`2:${first}`, "c"],
    [`2:${first + 1}`, "d"],
  ];
  it("are one table by list, folder and pattern", async () => {
    for (const source of [
      names,
      ending,
      `${ending}/`,
      `${ending}/train-*`,
      `*/*.${ending}`,
      `**/*.${ending}`,
      `${ending}/**/train-*`,
      `${ending}/train-0000?-of-00002.${ending}`,
    ])
      expect(await seen(source), String(source)).toEqual(expected);
  });

  it("are one table though the hub put another hash behind each of their counts", async () => {
    const hashed = (i: number, hash: string) =>
      `${ending}-hub/train-0000${i}-of-00002-${hash}.${ending}`;
    const hashes = ["a09b74b3ef9c3b56", "0123456789abcdef"];
    for (const [i, rows] of parts.entries()) {
      write(hashed(i, hashes[i]!), forms[ending as keyof typeof forms](rows));
    }
    for (const source of [`${ending}-hub`, `${ending}-hub/train-*`]) {
      expect(await seen(source), source).toEqual(expected);
    }
    rmSync(join(folder, hashed(1, hashes[1]!)));
    await expect(seen(`${ending}-hub/train-*`)).rejects.toThrow("has 1 of the 2 shards");
  });

  it("are one file where there is one", async () => {
    const alone = await seen(names[0]!);
    expect(alone).toEqual([
      [String(first), "a"],
      [String(first + 1), "b"],
    ]);
    expect(await seen([names[0]!])).toEqual(alone);
  });
});

it("reads Parquet in several files", async () => {
  const file = readFileSync(new URL("../fixtures/reviews.parquet", import.meta.url));
  for (const i of [1, 2]) write(`reviews/${i}.parquet`, file);
  const options = { text: "sentence", label: "label" };
  const { examples } = await load("reviews/*.parquet", options);
  expect(examples.map(({ id }) => id)).toEqual(
    [1, 2].flatMap((file) => [1, 2, 3, 4].map((row) => `${file}:${row}`)),
  );
});

describe("shards", () => {
  it("are read by number, packed or not, and hashed in that order", async () => {
    for (const i of [1, 2, 10])
      write(`numbered/part-${i}.jsonl.gz`, gzipSync(`{"text": "t${i}", "label": ${i % 2}}`));
    write("numbered/_SUCCESS", "");
    write("numbered/.part-1.jsonl.gz.crc", "x");
    write("numbered/README.md", "x");
    expect(await seen("numbered", { balance: false })).toEqual([
      ["1:1", "t1"],
      ["2:1", "t2"],
      ["3:1", "t10"],
    ]);
    const paths = [1, 2, 10].map((i) => `numbered/part-${i}.jsonl.gz`);
    const inOrder = (await load("numbered")).sourceHash;
    expect((await load(paths)).sourceHash).toBe(inOrder);
    expect((await load(paths.toReversed())).sourceHash).not.toBe(inOrder);
  });

  it("say where a bad row is, in its own file", async () => {
    write("bad/1.csv", "text,label\na,0\nb,1\n");
    write("bad/2.csv", "text,label\nc,x\n");
    await expect(load("bad")).rejects.toThrow('bad/2.csv:2: "label" must be 0 or 1, got "x"');
    for (const again of ["bad/1.csv", "./bad/1.csv", "bad/../bad/1.csv"]) {
      await expect(load(["bad/1.csv", again])).rejects.toThrow(`${again}: is named twice`);
    }
  });

  it("are refused where one is missing, unless a list says which", async () => {
    write("some/train-00000-of-00003.csv", forms.csv(parts[0]));
    write("some/train-00002-of-00003.csv", forms.csv(parts[1]));
    const message =
      "has 2 of the 3 shards train-*-of-3; get the rest, or name those that are to be read in a " +
      "list";
    await expect(load("some")).rejects.toThrow(`some: ${message}`);
    await expect(load("some/*.csv")).rejects.toThrow(`some/*.csv: ${message}`);
    const listed = ["some/train-00000-of-00003.csv", "some/train-00002-of-00003.csv"];
    expect((await load(listed)).examples).toHaveLength(4);
  });

  it("are a folder's files of any ending where format says what they hold", async () => {
    const lines = parts.map((part) =>
      part.map(([text, label]) => JSON.stringify({ text, label })).join("\n"),
    );
    for (const name of ["query/out-00000000000*.json", "spark/part-0000*"]) {
      for (const [shard, text] of lines.entries()) write(name.replace("*", String(shard)), text);
      const source = name.split("/")[0]!;
      expect((await seen(source, { format: "jsonl" })).map(([, text]) => text)).toEqual(
        parts.flat().map(([text]) => text),
      );
    }
    write("spark/_SUCCESS", "");
    await expect(load("spark")).rejects.toThrow("spark: a folder without files of .jsonl");
    // Files of the ending count alone where there are some.
    write("query/more.jsonl", lines[0]!);
    expect(await seen("query", { format: "jsonl" })).toHaveLength(parts[0]!.length);
  });

  it("are refused in a folder with other tables, whose parts would be mixed", async () => {
    write("mixed/train-0.csv", forms.csv(parts[0]));
    write("mixed/train-1.csv", forms.csv(parts[1]));
    write("mixed/test-0.csv", forms.csv(parts[1]));
    await expect(load("mixed")).rejects.toThrow(
      'mixed: a folder with files of 2 names ("test-*.csv", "train-*.csv"); say which by a ' +
        'pattern, as in "mixed/test-*.csv", or a list',
    );
    expect((await load("mixed/train-*.csv", { test: "mixed/test-*" })).fixed.test).not.toBeNull();
    await expect(load("mixed/valid-*.csv")).rejects.toThrow(
      "mixed/valid-*.csv: no file fits this pattern below ",
    );
  });

  it("name a task as one file would", () => {
    const name = (source: Source) => table(source, { text: "text", label: "label" }).name;
    expect(name("imdb/train-*.parquet")).toBe("imdb");
    expect(name("imdb/train-00000-of-00002.parquet")).toBe("imdb");
    expect(name(["x/reviews-00000-of-00002.csv", "x/reviews-00001-of-00002.csv"])).toBe("reviews");
    expect(name("x/reviews/")).toBe("reviews");
    expect(name("reviews/*.csv")).toBe("reviews");
    expect(name("reviews/*/*.csv")).toBe("reviews");
    expect(name("../*.csv")).toBe("rows");
  });

  it("are no addresses, and of no other patterns", async () => {
    for (const path of ["https://host/a.csv", "hf://datasets/a/b.parquet"]) {
      await expect(load(path)).rejects.toThrow(`${path}: must be a file here, got an address`);
    }
    for (const path of ["bad/[12].csv", "bad/{1,2}.csv"]) {
      await expect(load(path)).rejects.toThrow("in a pattern only * and ? stand for others");
    }
  });

  it("are nothing but paths", () => {
    for (const source of [[], [""], [7], {}])
      expect(() => table(source as unknown as Source, { text: "a", label: "b" })).toThrow(
        "table: the first argument must be a path, a list of paths, or rows(...)",
      );
  });
});
