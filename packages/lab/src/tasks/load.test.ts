import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { loadTask, rows, sampleRows, type Task, table } from "./index.js";

const folder = scratchFolder("tasks");

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

const load = (task: Task, limit?: number) => loadTask(task, { baseDir: folder, limit });
const columns = { text: "text", label: "label" } as const;
const jsonl = (...values: object[]) => values.map((value) => JSON.stringify(value)).join("\n");

describe("sampleRows", () => {
  it("gives rows to the last with all columns, and says whether they are all", async () => {
    const columnData = ["text", "label", "more"].map((name) => ({ name, data: ["a", "b", "c"] }));
    const source = file("s.parquet", new Uint8Array(parquetWriteBuffer({ columnData })));
    const row = (value: string) => ({ text: value, label: value, more: value });
    expect(await sampleRows(source, { baseDir: folder, most: 2 })).toEqual({
      shown: "s.parquet",
      rows: [row("a"), row("c")],
      whole: false,
      classNames: new Map(),
    });
    const all = await sampleRows(source, { baseDir: folder, most: 3 });
    expect([all.rows.length, all.whole]).toEqual([3, true]);
    const headless = file("h.csv", "a,1\nb,0\n");
    const { rows } = await sampleRows(headless, { baseDir: folder, most: 9, header: false });
    expect(rows).toEqual([
      { "0": "a", "1": "1" },
      { "0": "b", "1": "0" },
    ]);
  });
});

describe("loadTask on tables", () => {
  it("takes a label that is empty, null or not there as the map has it", async () => {
    const values = [{ label: "x" }, { label: "y" }, { label: "" }, { label: null }, {}];
    const lines = values.map((value, i) => ({ text: `t${i}`, ...value }));
    const labels = { x: 0, y: 1, "": null };
    const source = file("blank.jsonl", jsonl(...lines));
    const { examples, dropped } = await load(table(source, { ...columns, labels }));
    expect([examples.length, dropped.unlabelled]).toEqual([2, 3]);
    const deep = file(
      "deep.jsonl",
      jsonl(...values.map((value, i) => ({ text: `t${i}`, of: value }))),
    );
    const nested = await load(table(deep, { text: "text", label: "of.label", labels }));
    expect([nested.examples.length, nested.dropped.unlabelled]).toEqual([2, 3]);
    await expect(load(table(source, { ...columns, labels: { x: 0, y: 1 } }))).rejects.toThrow(
      'blank.jsonl:3: "label" must be one of "x", "y", got ""',
    );
  });

  const two = [
    { text: "good", label: 1 },
    { text: "bad", label: 0 },
  ];
  const expected = [
    { inputs: ["good"], label: 1 },
    { inputs: ["bad"], label: 0 },
  ];

  it.each([
    ["a.jsonl", jsonl(...two)],
    ["a.ndjson", `\n${jsonl(...two)}\n\n`],
    ["a.json", JSON.stringify(two)],
    ["b.json", JSON.stringify({ version: 1, rows: two })],
    ["a.csv", 'text,label\n"good",1\nbad,0\n'],
    ["a.tsv", "text\tlabel\ngood\t1\nbad\t0\n"],
    ["crlf.tsv", "text\tlabel\r\ngood\t1\r\nbad\t0\r\n"],
    ["crlf.csv", "text,label\r\ngood,1\r\nbad,0\r\n"],
    ["crlf.jsonl", jsonl(...two).replace("\n", "\r\n")],
    ["bom.csv", "\uFEFFtext,label\ngood,1\nbad,0\n"],
    ["bom.jsonl", `\uFEFF${jsonl(...two)}`],
    ["packed.jsonl.gz", gzipSync(jsonl(...two))],
    ["packed.csv.gz", gzipSync("text,label\ngood,1\nbad,0\n")],
  ])("reads the same examples from %s", async (name, content) => {
    const { examples, options, shape, optionNames } = await load(
      table(file(name, content), columns),
    );
    expect(examples).toMatchObject(expected);
    expect({ shape, options, optionNames }).toEqual({
      shape: "classify",
      options: 2,
      optionNames: ["0", "1"],
    });
  });

  it("takes a format that the ending does not say", async () => {
    const name = file("plain.txt", jsonl(...two));
    expect((await load(table(name, { ...columns, format: "jsonl" }))).examples).toMatchObject(
      expected,
    );
  });

  it("keeps quotes in TSV as text; newlines, commas and doubled quotes in CSV", async () => {
    const tsv = await load(
      table(file("q.tsv", 'text\tlabel\n"so-called" good\t1\n"\t0\n'), columns),
    );
    expect(tsv.examples.map(({ inputs }) => inputs[0])).toEqual(['"so-called" good', '"']);
    const csv = await load(table(file("q.csv", 'text,label\n"a, ""b""\nc",1\nd,0\n'), columns));
    expect(csv.examples.map(({ id, inputs }) => [id, inputs[0]])).toEqual([
      ["2", 'a, "b"\nc'],
      ["4", "d"],
    ]);
  });

  it("numbers or names the columns of a file without a header", async () => {
    const name = file("bare.tsv", "good\t1\nbad\t0\n");
    expect(
      (await load(table(name, { text: "0", label: "1", header: false }))).examples,
    ).toMatchObject(expected);
    const named = table(name, { ...columns, header: ["text", "label"] });
    expect((await load(named)).examples).toMatchObject(expected);
    expect((await load(named)).examples.map(({ id }) => id)).toEqual(["1", "2"]);
  });

  it("fills templates, maps labels, leaves out rows mapped to null", async () => {
    const name = file(
      "nli.jsonl",
      jsonl(
        { premise: "It rains.", hypothesis: "It is wet.", gold: "entailment" },
        { premise: "It rains.", hypothesis: "It is dry.", gold: "contradiction" },
        { premise: "It rains.", hypothesis: "It is Monday.", gold: "neutral" },
        { premise: "?", hypothesis: "?", gold: "-" },
      ),
    );
    const task = table(name, {
      text: "{premise} [SEP] {hypothesis}",
      label: "gold",
      labels: { entailment: 1, neutral: 0, contradiction: 0, "-": null },
      group: "premise",
      balance: false,
    });
    const { examples, optionNames, dropped, warnings } = await load(task);
    expect(examples[0]).toEqual({
      id: "1",
      inputs: ["It rains. [SEP] It is wet."],
      label: 1,
      group: "It rains.",
    });
    expect(examples.map(({ label }) => label)).toEqual([1, 0, 0]);
    expect(optionNames).toEqual(["neutral or contradiction", "entailment"]);
    expect(dropped.unlabelled).toBe(1);
    expect(warnings).toEqual(["1 row left out: labels maps the class to null"]);
  });

  it("reads labels as numbers, digits and booleans", async () => {
    const values = [1, "0", " 1 ", true, false, 0];
    const source = rows(
      "labels",
      values.map((label, index) => ({ text: `t${index}`, label })),
    );
    expect((await load(table(source, columns))).examples.map(({ label }) => label)).toEqual([
      1, 0, 1, 1, 0, 0,
    ]);
  });

  it("puts rows of the same text in one group", async () => {
    const source = rows("twice", [...two, { text: "good", label: 1 }]);
    const { examples } = await load(table(source, { ...columns, balance: false }));
    expect(examples[2]!.group).toBe(examples[0]!.group);
    expect(examples[1]!.group).not.toBe(examples[0]!.group);
  });

  it("warns of texts that stand in rows of different classes", async () => {
    const answers = two.flatMap((row) => [row, row, { ...row, label: 1 - Number(row.label) }]);
    const each = { ...columns, balance: false };
    const { warnings } = await load(table(rows("annotators", answers), each));
    expect(warnings).toEqual([
      "2 texts stand in rows of different classes: keep one row of each, as most of them say, or " +
        "none",
    ]);
    expect((await load(table(rows("same", [...two, ...two]), each))).warnings).toEqual([]);
  });

  it("warns of a text in two groups of the user", async () => {
    const source = rows(
      "leak",
      two.flatMap((row) => [
        { ...row, g: 1 },
        { ...row, g: 2 },
      ]),
    );
    const { warnings } = await load(table(source, { ...columns, group: "g" }));
    expect(warnings).toEqual(["2 texts in more than one group: perhaps on both sides of a split"]);
  });

  it("keeps the facts that a task names, and leaves examples of other tasks without", async () => {
    const source = rows("facts", [
      { text: "a", label: 0, level: 3, kind: "short" },
      { text: "b", label: 1, level: 4, kind: "short" },
    ]);
    const { examples } = await load(table(source, { ...columns, facts: ["level", "kind"] }));
    expect(examples.map(({ facts }) => facts)).toEqual([
      { level: 3, kind: "short" },
      { level: 4, kind: "short" },
    ]);
    expect((await load(table(source, columns))).examples[0]).not.toHaveProperty("facts");
  });

  it("refuses a fact that is no number and no text", async () => {
    const source = rows("facts", [{ text: "a", label: 0, level: null }]);
    await expect(load(table(source, { ...columns, facts: ["level"] }))).rejects.toThrow(
      'rows "facts": row 1: "level" must be a number or a text, got null',
    );
  });

  it("balances two classes beyond 55% and leaves milder ones alone", async () => {
    const source = (ones: number) =>
      rows(
        "many",
        Array.from({ length: 100 }, (_, index) => ({
          text: `t${index}`,
          label: index < ones ? 1 : 0,
        })),
      );
    const ofClass = async (task: Task) => {
      const { examples, dropped } = await load(task);
      return [examples.filter(({ label }) => label === 1).length, examples.length, dropped.balance];
    };
    expect(await ofClass(table(source(55), columns))).toEqual([55, 100, 0]);
    expect(await ofClass(table(source(56), columns))).toEqual([44, 88, 12]);
    expect(await ofClass(table(source(30), columns))).toEqual([30, 60, 40]);
    expect(await ofClass(table(source(56), { ...columns, balance: false }))).toEqual([56, 100, 0]);
  });

  it("cuts to the smaller of two limits by whole groups, the same each time", async () => {
    const source = rows(
      "many",
      Array.from({ length: 60 }, (_, i) => ({ text: `t${i}`, label: i % 2, g: Math.floor(i / 4) })),
    );
    const task = table(source, { ...columns, group: "g", limit: 20 });
    const { examples, dropped } = await load(task);
    expect([examples.length, dropped.limit]).toEqual([20, 40]);
    const sizes = new Map<string, number>();
    for (const { group } of examples) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    expect([...sizes.values()]).toEqual([4, 4, 4, 4, 4]);
    expect((await load(task)).examples).toEqual(examples);
    expect((await load(task, 8)).examples.length).toBe(8);
    expect((await load(task, 200)).examples.length).toBe(20);
  });

  it("fixes test and validation from own sources, their groups out of the rest", async () => {
    const line = (text: string, label: number) => ({ text, label, id: text });
    const task = table(
      rows("main", [line("a", 0), line("b", 1), line("c", 0), line("d", 1), line("e", 1)]),
      {
        ...columns,
        id: "id",
        balance: false,
        test: rows("test", [line("a", 0), line("f", 1)]),
        validation: rows("validation", [line("b", 1), line("g", 0), line("f", 1)]),
      },
    );
    const { examples, fixed, dropped } = await load(task);
    const ids = examples.map(({ id }) => id);
    expect(ids).toEqual(["c", "d", "e", "validation:b", "validation:g", "test:a", "test:f"]);
    expect([...fixed.validation!]).toEqual([3, 4]);
    expect([...fixed.test!]).toEqual([5, 6]);
    expect(dropped.leaked).toBe(3); // a and b from main, f from validation
  });

  it("names the data by bytes and options, not by path or name", async () => {
    const content = jsonl(...two);
    const hash = async (task: Task, limit?: number) => (await load(task, limit)).sourceHash;
    const first = await hash(table(file("one.jsonl", content), columns));
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await hash(table(file("other.jsonl", content), { ...columns, name: "else" }))).toBe(
      first,
    );
    expect(await hash(table(file("more.jsonl", `${content}\n`), columns))).not.toBe(first);
    expect(await hash(table("one.jsonl", { ...columns, seed: 1 }))).not.toBe(first);
    expect(await hash(table("one.jsonl", columns), 2)).not.toBe(first);
  });

  it("reads rows from lists, generators and async generators", async () => {
    const forms = [
      two,
      () => two,
      async () => two,
      function* () {
        yield* two;
      },
      async function* () {
        yield* two;
      },
    ];
    const hashes = new Set<string>();
    for (const from of forms) {
      const { examples, sourceHash } = await load(table(rows("forms", from), columns));
      expect(examples).toMatchObject(expected);
      hashes.add(sourceHash);
    }
    expect(hashes.size).toBe(1);
  });

  it("tells a rows function where the study lies", async () => {
    const seen: string[] = [];
    const source = rows("here", ({ baseDir }) => {
      seen.push(baseDir);
      return two;
    });
    await load(table(source, columns));
    expect(seen).toEqual([folder]);
  });
});
