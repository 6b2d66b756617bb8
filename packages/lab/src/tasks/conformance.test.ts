// What every kind of task must hold: one suite for all of the map. Each one's own promises stand in
// its own test.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@w2s/base";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { drawn } from "../reading/index.js";
import { probe } from "../students/index.js";
import { overrideStudy, type Study, study } from "../study/index.js";
import { errors } from "../supervisors/index.js";
import { apartOf, trueIn } from "./apart.js";
import { resplit, rows } from "./describe.js";
import { taskFromJson } from "./from-json.js";
import { isTaskKind, taskKind, taskKinds } from "./kinds.js";
import { loadTask } from "./load.js";
import type { Source } from "./source.js";
import { type Splits, splitTask } from "./split.js";
import type { Example, Task, TaskExamples } from "./task.js";
import { commonValues, type Fields, kindCases, rowOf } from "./testing/kind-cases.js";

const page = readFileSync(new URL("../../../../docs/tasks.md", import.meta.url), "utf8");

/** Options that a section of the page lists. */
function documented(title: string): string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? "";
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!);
}

/** What a refusal says, which is one line. */
async function refusal(refused: () => unknown): Promise<string> {
  const error: unknown = await Promise.resolve()
    .then(refused)
    .then(
      () => "nothing was refused",
      (reason: unknown) => reason,
    );
  expect(error).toBeInstanceOf(InputError);
  const { message } = error as Error;
  expect(message).not.toContain("\n");
  return message;
}

const COUNT = 240;

const studied = (task: Task): Study =>
  study({ task, supervisors: errors({ where: "random", rate: 0.1 }), students: probe(drawn(4)) });

describe.each(Object.keys(taskKinds) as Task["kind"][])("task %s", (kind) => {
  const one = kindCases[kind];
  const { needed, values, first = {}, without = {}, refused = {} } = one;
  const folder = scratchFolder(`task-${kind}`);
  const made = (i: number) => rowOf(one, i);
  const many = Array.from({ length: COUNT }, (_, i) => made(i));
  const own = taskKinds[kind].schema.shape as Fields;

  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  const jsonl = (list: readonly Fields[]) => list.map((row) => JSON.stringify(row)).join("\n");
  const main = write("main.jsonl", jsonl(many));
  for (const [part, start] of [["test", 500] as const, ["validation", 700] as const]) {
    const others = Array.from({ length: 24 }, (_, i) => made(start + i));
    write(`${part}.jsonl`, jsonl(others));
  }

  const task = (options: Fields = {}, source: Source = main) =>
    one.make(source, { ...needed, ...options });
  const load = (given: Task) => loadTask(given, { baseDir: folder });
  const loaded = (options: Fields = {}, source?: Source) => load(task(options, source));
  const fromJson = (options: Fields) => taskFromJson({ kind, source: main, ...needed, ...options });
  const all: Fields = { ...commonValues, ...values };
  const before = (key: string): Fields => first[key] ?? {};
  const taken = Object.entries(all).filter(([key]) => !Object.hasOwn(refused, key));

  it("is called by its name, in the map and by its function", () => {
    expect(taskKinds[kind].name).toBe(kind);
    expect(isTaskKind(kind)).toBe(true);
    expect(task()).toMatchObject({ kind, name: "main", source: main });
    expect(taskKind(task())).toBe(taskKinds[kind]);
    expect(() => study({ task: {} } as never)).toThrow(`${kind}(...)`);
  });

  it("has a case here and a line of the page for each of its options, and for no other", () => {
    const options = Object.keys(own).sort();
    expect(Object.keys(all).sort()).toEqual(options);
    expect([...documented(kind), ...documented("Options of all four")].sort()).toEqual(options);
    expect(documented(kind).sort()).toEqual(Object.keys(values).sort());
  });

  it.each(taken)(
    "takes %s from code, from JSON and from --set, as another task",
    async (key, value) => {
      const plain = task(before(key));
      const other = task({ ...before(key), [key]: value });
      expect(fromJson({ ...before(key), [key]: value })).toEqual(other);
      expect(other).not.toEqual(plain);
      const isMap = typeof value === "object" && !Array.isArray(value);
      const written = isMap ? JSON.stringify(value) : String(value);
      expect(overrideStudy(studied(plain), `task.${key}`, written).tasks).toEqual([other]);
      const two = await load(other);
      expect(two.examples.length).toBeGreaterThan(0);
      if (key in without) return expect(await refusal(() => load(plain))).toContain(without[key]);
      const one = await load(plain);
      // What a task is called is no part of what it is.
      if (key === "name") expect(two).toEqual({ ...one, name: value });
      else expect(two.sourceHash).not.toBe(one.sourceHash);
    },
  );

  it.each(Object.entries(refused))("openly refuses %s", async (key, message) => {
    expect(await refusal(() => loaded({ [key]: all[key] }))).toBe(message);
  });

  it.each(Object.keys(all))("refuses a wrong %s by its name", async (key) => {
    for (const wrong of [1n, [[[]]]]) {
      const message = await refusal(() => task({ [key]: wrong }));
      expect(message).toMatch(new RegExp(`^${kind}: "${key}["\\.]`));
    }
    expect(await refusal(() => fromJson({ [key]: [[[]]] }))).toContain(`"${key}`);
  });

  it("refuses an unknown option, with the near miss, and one that is missing", async () => {
    for (const key of Object.keys(all)) {
      const wrong = `${key}x`;
      const message = `${kind}: unknown option "${wrong}"; did you mean "${key}"?`;
      expect(await refusal(() => task({ [wrong]: all[key] }))).toBe(message);
      expect(await refusal(() => fromJson({ [wrong]: all[key] }))).toBe(message);
    }
    const inside = await refusal(() => task({ splits: { tset: 0.1 } }));
    expect(inside).toBe(`${kind}: unknown option "splits.tset"; did you mean "test"?`);
    for (const key of Object.keys(needed)) {
      const { [key]: _, ...others } = needed;
      expect(await refusal(() => one.make(main, others))).toBe(`${kind}: "${key}" must be given`);
    }
  });

  it("goes through JSON and comes back the same, and is not reached by later changes", async () => {
    const options = Object.fromEntries(taken.filter(([key]) => key !== "as"));
    const { splits: _, header: __, ...fitting } = { ...options };
    const given = { ...needed, ...fitting, facts: ["level"] };
    const whole = one.make(main, given);
    expect(taskFromJson(JSON.parse(JSON.stringify({ kind, source: main, ...given })))).toEqual(
      whole,
    );
    given.facts.push("another");
    expect(whole.options.facts).toEqual(["level"]);
    expect(Object.isFrozen(whole) && Object.isFrozen(whole.options.facts)).toBe(true);
  });

  it("gives the same examples and splits for the same rows, and leaves rows alone", async () => {
    const list = many.map((row) => Object.freeze({ ...row }));
    const [one, two] = [await loaded({}, rows("list", list)), await loaded({}, rows("list", list))];
    expect(two).toEqual(one);
    expect(splitTask(two, 3)).toEqual(splitTask(one, 3));
    expect(one.sourceHash).toMatch(/^[0-9a-f]{64}$/);
    const less = await loaded({}, rows("list", list.slice(1)));
    expect(less.sourceHash).not.toBe(one.sourceHash);
  });

  it("splits otherwise by another seed, and tests others by another seed of its own", async () => {
    const [one, other] = [await loaded(), await loaded({ seed: 1 })];
    const ids = (examples: TaskExamples, rows: Int32Array) =>
      Array.from(rows, (row) => examples.examples[row]!.id).sort();
    const [zero, next] = [splitTask(one, 0), splitTask(one, 1)];
    expect(next.test).toEqual(zero.test);
    expect(next.supervise).not.toEqual(zero.supervise);
    expect(next.transfer).not.toEqual(zero.transfer);
    expect(ids(other, splitTask(other, 0).test)).not.toEqual(ids(one, zero.test));
  });

  it.each([
    ["its own", {}],
    ["the user's", { group: "passage" }],
  ])("keeps groups, %s, on one side, and every example in one part", async (_, options) => {
    const from = await loaded(options);
    for (let seed = 0; seed < 5; seed += 1) {
      const splits = splitTask(from, seed);
      expect(partsOf(from, splits, (row) => from.examples[row]!.group)).toEqual(new Set([1]));
      expect(partsOf(from, splits, String)).toEqual(new Set([1]));
      const sizes = Object.values(splits as { [K in keyof Splits]: Int32Array });
      expect(sizes.reduce((sum, { length }) => sum + length, 0)).toBe(from.examples.length);
    }
    const texts = partsOf(from, splitTask(from, 0), (row) => textsOf(from.examples[row]!));
    expect(texts).toEqual(new Set([1]));
  });

  it("names each example by its row, whatever the order and what stands beside it", async () => {
    const options = { id: "key", ...("balance" in own && { balance: false }) };
    const { examples } = await loaded(options);
    expect(new Set(examples.map(({ id }) => id)).size).toBe(COUNT * one.each);
    for (const { id } of examples) expect(id).toMatch(/^row \d+(\/\d+)?$/);
    const byId = (list: readonly Example[]) => new Map(list.map((each) => [each.id, each]));
    const backwards = await loaded(options, rows("main", many.toReversed()));
    expect(byId(backwards.examples)).toEqual(byId(examples));
    const half = await loaded(options, rows("main", many.slice(0, COUNT / 2)));
    expect(half.examples).toEqual(examples.slice(0, half.examples.length));
    const lines = (await loaded({ ...options, id: undefined })).examples;
    expect(lines[0]!.id).toMatch(/^1(\/\d+)?$/);
    const prefixed = await loaded({ ...options, test: "test.jsonl" });
    const tested = Array.from(prefixed.fixed.test!, (row) => prefixed.examples[row]!.id);
    expect(tested.every((id) => id.startsWith("test:row 5"))).toBe(true);
    expect(new Set(prefixed.examples.map(({ id }) => id)).size).toBe(prefixed.examples.length);
  });

  it("gives the same examples from every format", async () => {
    const flat = many.map((row) => {
      const { apart: _, ...others } = row;
      return others;
    });
    const options = { id: "key", group: "passage" };
    const columns = Object.keys(flat[0]!);
    const lines = (by: string) =>
      [columns, ...flat.map((row) => columns.map((name) => row[name]))]
        .map((cells) => cells.join(by))
        .join("\n");
    const data = (name: string) => flat.map((row) => row[name]);
    const columnData = columns.map((name) => ({
      name,
      data: data(name),
      type: typeof flat[0]![name] === "number" ? ("INT64" as const) : ("STRING" as const),
    }));
    const whole = columnData.map(({ type, data: list, ...column }) => ({
      ...column,
      type,
      data: type === "INT64" ? list.map((value) => BigInt(value as number)) : list,
    }));
    const { examples } = await loaded(options);
    for (const source of [
      write("a.jsonl", jsonl(flat)),
      write("a.json", JSON.stringify(flat)),
      write("a.csv", lines(",")),
      write("a.tsv", lines("\t")),
      write("a.parquet", new Uint8Array(parquetWriteBuffer({ columnData: whole }))),
    ]) {
      expect((await loaded(options, source)).examples, source).toEqual(examples);
    }
  });

  it("says what its examples are, and gives such", async () => {
    const { examples, shape, options, optionNames } = await loaded();
    expect(optionNames).toHaveLength(options);
    for (const { inputs, label, right, group } of examples) {
      expect(inputs).toHaveLength(shape === "compare" ? options : 1);
      expect(Number.isInteger(label) && label >= 0 && label < options).toBe(true);
      expect([...inputs, group].every((text) => text.trim() !== "")).toBe(true);
      expect(right !== undefined).toBe(shape === "answer");
    }
    expect(examples.length % one.each).toBe(0);
  });

  it("takes its examples apart where a function says how", async () => {
    const parts = (row: Fields, { label }: Pick<Example, "label">) => ({
      parts: [{ text: `is it ${row.key}?`, label: 1 }],
      combine: [{ gives: label }],
    });
    const { examples } = await loaded({ parts });
    const apart = apartOf(examples.at(-1)!)!;
    expect(apart.parts[0]!.text).toBe(`is it row ${COUNT - 1}?`);
    expect(apart.combine(trueIn(apart))).toBe(examples.at(-1)!.label);
    expect(apartOf((await loaded()).examples[0]!)).toBeUndefined();
  });

  it("can be split otherwise, cut short, and studied", async () => {
    const few = await load(resplit(task(), { supervise: 60, transfer: 60 }));
    const { supervise, transfer } = splitTask(few, 0);
    expect(Math.abs(supervise.length - 60)).toBeLessThanOrEqual(2);
    expect(Math.abs(transfer.length - 60)).toBeLessThanOrEqual(4);
    const cut = await loadTask(task(), { baseDir: folder, limit: 40 });
    expect(Math.abs(cut.examples.length - 40)).toBeLessThanOrEqual(4);
    expect(cut.dropped.limit).toBeGreaterThan(0);
    expect(studied(task()).tasks).toEqual([task()]);
  });

  describe("refuses in one line", () => {
    const { fields } = taskKind(task()).convert(task().options, 0);

    it.each(fields)("rows whose %s is null, no number, blank, or is not there", async (field) => {
      for (const value of [null, "", "  "]) {
        const bad = [...many.slice(0, 2), { ...made(2), [field]: value }, ...many.slice(3)];
        const message = await refusal(() => loaded({}, write("bad.jsonl", jsonl(bad))));
        expect(message).toMatch(/^bad\.jsonl:3: /);
        expect(message).toContain(`"${field}"`);
      }
      const nan = [...many.slice(0, 2), { ...made(2), [field]: Number.NaN }];
      const message = await refusal(() => loaded({}, rows("bad", nan)));
      expect(message).toMatch(/^rows "bad": row 3: /);
      expect(message).toContain(`"${field}"`);
      const without = many.map(({ [field]: _, ...others }) => ({ ...others, [`${field}x`]: 1 }));
      const missing = await refusal(() => loaded({}, write("less.jsonl", jsonl(without))));
      expect(missing).toMatch(/^less\.jsonl:1: no field /);
      expect(missing).toContain(`did you mean "${field}x"?`);
      const columns = Object.keys(without[0]!).filter((name) => name !== "apart");
      const csv = [columns, ...without.map((row) => columns.map((name) => (row as Fields)[name]))];
      const text = csv.map((cells) => cells.join(",")).join("\n");
      expect(await refusal(() => loaded({}, write("less.csv", text)))).toMatch(
        /^less\.csv: no column /,
      );
    });

    it("no rows at all, one row, and one class", async () => {
      expect(await refusal(() => loaded({}, write("none.jsonl", "")))).toBe(
        "none.jsonl: the file is empty",
      );
      expect(await refusal(() => loaded({}, write("blank.jsonl", "\n\n")))).toBe(
        "blank.jsonl: must have rows, got none",
      );
      expect(await refusal(() => loaded({}, rows("none", [])))).toBe(
        'rows "none": must have rows, got none',
      );
      const single = write("single.jsonl", jsonl(many.slice(0, 1)));
      const alone = await refusal(async () => splitTask(await loaded({}, single), 0));
      expect(alone).toMatch(
        /^(single\.jsonl: every class must occur|task "single": the \w+ split)/,
      );
      if (one.oneClass === null) return;
      const { fields, options } = one.oneClass;
      const same = write("same.jsonl", jsonl(many.map((row) => ({ ...row, ...fields }))));
      expect(await refusal(() => loaded(options, same))).toMatch(
        /^same\.jsonl: every class must occur, got none of /,
      );
    });

    it("ids that stand twice, and rows that are no objects", async () => {
      const twice = write("twice.jsonl", jsonl([...many, made(1)]));
      expect(await refusal(() => loaded({ id: "key" }, twice))).toBe(
        `twice.jsonl:${COUNT + 1}: ids must be unique, got "row 1" again after twice.jsonl:2`,
      );
      const list = write("list.jsonl", `${jsonl(many)}\n[1]`);
      expect(await refusal(() => loaded({}, list))).toContain(`list.jsonl:${COUNT + 1}: `);
    });

    it("a misspelt field of any option that names one, with the near miss", async () => {
      const naming = Object.entries({ ...all, ...needed }).flatMap(([key, value]) =>
        typeof value === "string" && Object.hasOwn(made(0), value) ? [[key, value] as const] : [],
      );
      expect(naming.length).toBeGreaterThan(2);
      for (const [key, field] of naming) {
        const message = await refusal(() => loaded({ ...before(key), [key]: `${field}x` }));
        expect(message).toMatch(/^main\.jsonl:1: no field "\w+x"; fields: /);
        expect(message).toContain(`did you mean "${field}"?`);
      }
    });
  });
});

/** Texts of an example, in whatever order they stand. */
const textsOf = ({ inputs }: Example): string => [...inputs].sort().join("\0");

/** In how many parts the rows of one key are. */
function partsOf(
  { examples }: TaskExamples,
  splits: Splits,
  keyOf: (row: number) => string,
): Set<number> {
  const known = new Map<string, Set<string>>();
  for (const [part, rows] of Object.entries(splits) as [string, Int32Array][]) {
    for (const row of rows) {
      const key = keyOf(row);
      known.set(key, (known.get(key) ?? new Set()).add(part));
    }
  }
  expect(known.size).toBeLessThanOrEqual(examples.length);
  return new Set([...known.values()].map(({ size }) => size));
}
