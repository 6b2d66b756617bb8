import { InputError } from "@w2s/base";
import { describe, expect, it } from "vitest";
import { choices, pairs, resplit, rows, type Task, table, taskFromJson } from "./index.js";

const columns = { text: "text", label: "label" } as const;

/** The message with which a description is refused. */
function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error("nothing was refused");
}

describe("table, choices and pairs", () => {
  it("describe without reading", () => {
    expect(table("no/such/file.tsv", columns)).toEqual({
      kind: "table",
      name: "file",
      source: "no/such/file.tsv",
      options: columns,
    });
  });

  it.each([
    ["cola.tsv", "cola"],
    ["sst2/train.tsv", "sst2"],
    ["../data/sst2/train.jsonl.gz", "sst2"],
    ["train.tsv", "train"],
    ["../train.tsv", "train"],
    ["deep/in_domain_train.tsv", "in_domain_train"],
  ])("name %s %s", (path, name) => {
    expect(table(path, columns).name).toBe(name);
    expect(table(path, { ...columns, name: "mine" }).name).toBe("mine");
  });

  it("take the name of a rows source", () => {
    expect(table(rows("toy", []), columns).name).toBe("toy");
  });

  it("are frozen, and not reached by later changes of the options", () => {
    const options = { ...columns, labels: { good: 1, bad: 0 } };
    const task = table("x.csv", options);
    options.labels.good = 0;
    expect(task.options).toEqual({ ...columns, labels: { good: 1, bad: 0 } });
    expect(() => {
      (task.options as { limit?: number }).limit = 3;
    }).toThrow(TypeError);
    expect(Object.isFrozen(options)).toBe(false);
  });

  it.each<[string, () => unknown, string]>([
    [
      "more classes than any choice has, before a list of them is made",
      () => table("a.csv", { ...columns, classes: 2 ** 53 - 1 }),
      'table: "classes" must be at most 10000, got 9007199254740991',
    ],
    [
      "a map to such a class",
      () => table("a.csv", { ...columns, labels: { yes: 0, no: 2 ** 53 - 1 } }),
      'table: "labels.no" must be at most 9999, got 9007199254740991',
    ],
    [
      "an unknown option",
      () => table("x.csv", { ...columns, lable: 1 } as never),
      'table: unknown option "lable"; did you mean "label"?',
    ],
    [
      "an unknown share",
      () => table("x.csv", { ...columns, splits: { tset: 0.1 } } as never),
      'table: unknown option "splits.tset"; did you mean "test"?',
    ],
    [
      "a missing option",
      () => table("x.csv", { text: "text" } as never),
      'table: "label" must be given',
    ],
    ["no options", () => table("x.csv", undefined as never), "table: options must be given"],
    [
      "a text where a number belongs",
      () => table("x.csv", { ...columns, limit: "9" } as never),
      'table: "limit" must be a number, got "9"',
    ],
    [
      "a limit of none",
      () => table("x.csv", { ...columns, limit: 0 }),
      'table: "limit" must be at least 1, got 0',
    ],
    [
      "half a limit",
      () => table("x.csv", { ...columns, limit: 1.5 }),
      'table: "limit" must be a whole number, got 1.5',
    ],
    [
      "a share of all",
      () => table("x.csv", { ...columns, splits: { test: 1 } }),
      'table: "splits.test" must be below 1, got 1',
    ],
    [
      "an unknown format",
      () => table("x.csv", { ...columns, format: "xls" } as never),
      'table: "format" must be one of "jsonl", "json", "csv", "tsv", "parquet", "arrow", got "xls"',
    ],
    [
      "a class below 0",
      () => table("x.csv", { ...columns, labels: { a: -1 } }),
      'table: "labels.a" must be at least 0, got -1',
    ],
    [
      "one choice",
      () => choices("x.csv", { question: "q", choices: ["a"], answer: "b" }),
      'choices: "choices" must have at least 2 items, got 1',
    ],
    [
      "a wrong header",
      () => pairs("x.csv", { chosen: "a", rejected: "b", header: 3 } as never),
      'pairs: "header" must be true, false or a list of names, got 3',
    ],
    [
      "a test source and a test share",
      () => table("x.csv", { ...columns, test: "y.csv", splits: { test: 0.1 } }),
      'table: give "test" or "splits.test", not both',
    ],
    [
      "no source",
      () => table("", columns),
      "table: the first argument must be a path, a list of paths, or rows(...)",
    ],
  ])("refuse %s", (_, make, message) => {
    expect(refusal(make)).toBe(message);
  });
});

describe("resplit", () => {
  const given = table("films.tsv", { text: "text", label: "label", splits: { test: 0.3 } });

  it("is the same task but for its splits, of which it keeps what is not said", () => {
    const { options, ...rest } = resplit(given, { supervise: 100, transfer: 200 });
    expect(rest).toMatchObject({ kind: "table", name: "films", source: "films.tsv" });
    expect(options).toMatchObject({ text: "text", label: "label" });
    expect(options.splits).toEqual({ test: 0.3, supervise: 100, transfer: 200 });
    expect(given.options.splits).toEqual({ test: 0.3 });
  });

  it("refuses what the task would have refused", () => {
    expect(() => resplit(given, { supervise: 1 })).toThrow(/^table: .*supervise/);
    const own = table("films.tsv", { text: "text", label: "label", test: "test.tsv" });
    expect(() => resplit(own, { test: 0.5 })).toThrow('table: give "test" or "splits.test"');
  });
});

describe("rows", () => {
  it("refuses what is no list and no function", () => {
    expect(refusal(() => rows("x", 3 as never))).toBe(
      'rows "x": must be a list of objects or a function that returns one',
    );
    expect(refusal(() => rows("", []))).toBe("rows: the first argument must be a name");
  });
});

describe("taskFromJson", () => {
  it("gives what the function of the same name gives, and every task goes there and back", () => {
    const tasks: Task[] = [
      table("x.csv", { ...columns, test: "y.csv", header: ["text", "label"], balance: false }),
      choices("q.jsonl", { question: "q", choices: ["a", "b"], answer: "c" }),
      pairs("p.jsonl", { chosen: "a", rejected: "b", splits: { test: 0.3 } }),
    ];
    for (const task of tasks) {
      const json = JSON.stringify({ kind: task.kind, source: task.source, ...task.options });
      expect(taskFromJson(JSON.parse(json))).toEqual(task);
    }
  });

  it("refuses what names no kind of task", () => {
    expect(refusal(() => taskFromJson({ kind: "tabel", source: "x.csv" }))).toBe(
      'task: "kind" must be "table", "choices", "pairs" or "answers", got "tabel"; ' +
        'did you mean "table"?',
    );
    expect(refusal(() => taskFromJson("x.csv"))).toBe(
      'task: must be an object with "kind" and "source", got "x.csv"',
    );
  });
});
