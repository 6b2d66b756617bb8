// Files of predictions that say too little, too much, or nothing that can be read: one line each,
// when the study is planned, with the file and the line.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { planStudy } from "../../plan/index.js";
import { drawn } from "../../reading/index.js";
import { openStore, type Store } from "../../store/index.js";
import { study } from "../../study/index.js";
import { rows, table } from "../../tasks/index.js";
import { probe } from "../probe/spec.js";
import { type PredictionsOptions, predictions } from "./spec.js";

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = scratchFolder("refused");
  store = await openStore(join(folder, "store"), { readOnly: true });
});

const examples = Array.from({ length: 40 }, (_, i) => ({
  id: `e${i}`,
  text: `word${i} ${i % 2 === 0 ? "good" : "bad"}`,
  label: i % 2,
}));
const task = table(rows("tiny", examples), { text: "text", label: "label", id: "id" });
const everybody = examples.flatMap(({ id }) =>
  ["student", "ceiling"].map((role) => ({ id, role, probabilities: [0.25, 0.75] as unknown })),
);

/** Plans a study of a file with these lines. */
async function planned(
  lines: readonly object[] | string,
  options: PredictionsOptions = {},
  seeds: readonly number[] = [0],
  name = "theirs.jsonl",
) {
  const text =
    typeof lines === "string" ? lines : lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  await writeFile(join(folder, name), text);
  const made = study({
    task,
    supervisors: probe(drawn(4), { as: "weak" }),
    students: predictions(name, options),
    seeds: [...seeds],
    resamples: 100,
  });
  return planStudy(made, { name: "refused", baseDir: folder, store, modelFolders: [] });
}

const changed = (at: number, fields: object) =>
  everybody.map((line, i) => (i === at ? { ...line, ...fields } : line));

describe("predictions", () => {
  it("of all examples are taken, those of other splits passed over", async () => {
    const { cells } = await planned(everybody);
    expect(cells).toHaveLength(1);
  });

  it.each([
    [
      "a double one",
      [...everybody, everybody[0]!],
      'theirs.jsonl:81: must say each example once, got "e0" again after theirs.jsonl:1',
    ],
    [
      "one that does not sum to 1",
      changed(0, { probabilities: [0.5, 0.6] }),
      'theirs.jsonl:1: "probabilities" must be 2 probabilities that sum to 1, got [0.5, 0.6], ' +
        "which sum to 1.1",
    ],
    [
      "a null among them",
      changed(0, { probabilities: [null, 1] }),
      'theirs.jsonl:1: "probabilities" must be 2 probabilities that sum to 1, got [null, 1]',
    ],
    [
      "one of three options",
      changed(0, { probabilities: [0.2, 0.2, 0.6] }),
      'theirs.jsonl:1: "probabilities" must be 2 probabilities that sum to 1, got [0.2, 0.2, 0.6]',
    ],
    [
      "an unknown role",
      changed(2, { role: "teacher" }),
      'theirs.jsonl:3: "role" must be student, ceiling, untouched, uninformed or selfTaught, got ' +
        '"teacher"',
    ],
    [
      "an unknown example",
      changed(2, { id: "e99" }),
      'theirs.jsonl:3: tiny has no example "e99"; take ids as w2s labels export writes them, ' +
        "from the same study and limit",
    ],
    [
      "no id",
      changed(2, { id: null }),
      'theirs.jsonl:3: "id" must not be empty; give it, or drop the row',
    ],
    [
      "a word for nothing",
      changed(0, { probabilities: "nan" }),
      'theirs.jsonl:1: "probabilities" must be 2 probabilities that sum to 1, got "nan"; every ' +
        "example needs a prediction",
    ],
    [
      "nothing",
      changed(0, { probabilities: null }),
      "theirs.jsonl:1: says nothing of its example; every example needs a prediction",
    ],
  ])("with %s are refused with file and line", async (_, lines, message) => {
    // Whatever is not of the test split is not read: every example's row is made wrong in turn.
    await expect(everyExample(lines)).rejects.toThrow(message);
  });

  it("that miss some test examples are refused with how many", async () => {
    await expect(planned(everybody.filter(({ role }) => role === "student"))).rejects.toThrow(
      /theirs\.jsonl: says nothing of 8 of 8 test examples of tiny for the ceiling, seed 0; the first is "e\d+"; all of its rows have role "student", none "ceiling"$/,
    );
  });

  it("that do not say of which seed they are are refused where there are several", async () => {
    await expect(planned(everybody, {}, [0, 1])).rejects.toThrow(
      "theirs.jsonl: the study has 2 seeds, and nothing says which one these predictions are of; " +
        'give a field "seed", or {seed} in the path',
    );
  });

  it("that are not finite are refused in CSV, too", async () => {
    const lines = examples.flatMap(({ id }) => [`${id},student,NaN`, `${id},ceiling,0.5`]);
    const csv = ["id,role,p", ...lines].join("\n");
    await expect(planned(csv, { probability: "p" }, [0], "theirs.csv")).rejects.toThrow(
      /theirs\.csv:\d+: "p" must be a number from 0 to 1, got "NaN"/,
    );
  });

  it("in a JSON document of another shape are refused with what each row must have", async () => {
    const fields = { probability: "p" };
    await expect(planned("[[1]]", fields, [0], "theirs.json")).rejects.toThrow(
      /theirs\.json: row 1: must be an object with "id", "p", got a list$/,
    );
    await expect(planned("{}", fields, [0], "theirs.json")).rejects.toThrow(
      /must be a list of objects with "id", "p", or an object with one field .*, got none$/,
    );
  });

  it("by name of an option are read, a misspelt one is refused with the near miss", async () => {
    const named = everybody.map(({ id, role }) => ({ id, role, said: "1" }));
    expect((await planned(named, { label: "said" })).cells).toHaveLength(1);
    const wrong = named.map((line) => ({ ...line, said: "2" }));
    await expect(planned(wrong, { label: "said" })).rejects.toThrow(
      /theirs\.jsonl:\d+: "said" must be one of "0", "1", "false", "true", got "2"; add it to classes/,
    );
  });

  it.each<[string, (i: number) => object, PredictionsOptions]>([
    ["rounded beyond 1", () => ({ p: 1.0000001 }), { probability: "p" }],
    ["in nested fields", () => ({ out: { p: [0.5, 0.5] } }), { probabilities: "out.p" }],
    ["as lists in texts", () => ({ p: "[.5, 5e-1]" }), { probabilities: "p" }],
    ["as labels that were floats once", (i) => ({ y: `${i % 2}.0` }), { label: "y" }],
    ["as truth values", (i) => ({ y: i % 2 === 0 }), { label: "y" }],
    ["by names of their own", () => ({ y: "pos" }), { label: "y", classes: { neg: 0, pos: 1 } }],
    [
      "with nested fields that say whose they are",
      () => ({ p: 1, of: { seed: 0, supervisor: "weak", task: "tiny" } }),
      { probability: "p", seed: "of.seed", supervisor: "of.supervisor", task: "of.task" },
    ],
    ["with seeds that were floats once", () => ({ p: 1, seed: "0.0" }), { probability: "p" }],
  ])("are read %s", async (_, said, options) => {
    const lines = everybody.map(({ id, role }, i) => ({ id, role, ...said(i) }));
    expect((await planned(lines, options)).cells).toHaveLength(1);
  });

  it("of another seed, said in a nested field, are not taken for this one's", async () => {
    const lines = everybody.map((line) => ({ ...line, of: { seed: 3 } }));
    await expect(planned(lines, { seed: "of.seed" })).rejects.toThrow(
      /says nothing of 8 of 8 test examples .*; all of its rows have seed 3, none 0$/,
    );
  });

  it("without a field that an option names are refused", async () => {
    await expect(planned(everybody, { supervisor: "teacher" })).rejects.toThrow(
      'theirs.jsonl: no row has the field "teacher", which "supervisor" names',
    );
  });

  it("without the field for a role that an option names are told so", async () => {
    await expect(planned(everybody, { role: "nope" })).rejects.toThrow(
      'theirs.jsonl:2: must say each example once, got "e0" again after theirs.jsonl:1; no row ' +
        'has the field "nope", which "role" names',
    );
  });

  it("of a ceiling in the same file are told apart by their roles", async () => {
    for (const ceiling of ["theirs.jsonl", "./theirs.jsonl"]) {
      expect((await planned(everybody, { ceiling })).cells).toHaveLength(1);
    }
  });

  it("of a ceiling in a file of its own must have no other role there", async () => {
    const only = (role: string) => everybody.filter((line) => line.role === role);
    await planned(only("ceiling"), {}, [0], "top.jsonl").catch(() => undefined);
    expect((await planned(only("student"), { ceiling: "top.jsonl" })).cells).toHaveLength(1);
    // As where the two were exchanged.
    await expect(planned(only("ceiling"), { ceiling: "top.jsonl" })).rejects.toThrow(
      'theirs.jsonl:1: "role" must be student, untouched, uninformed or selfTaught, as "ceiling" ' +
        'names a file of its own for the ceiling, got "ceiling"',
    );
    // Rows that say nothing are what their file is.
    const bare = only("student").map(({ role: _, ...line }) => line);
    await planned(bare, {}, [0], "top.jsonl").catch(() => undefined);
    expect((await planned(bare, { ceiling: "top.jsonl" })).cells).toHaveLength(1);
  });

  it("as labels that are no option advise what can be done", async () => {
    const said = (value: unknown) => everybody.map(({ id, role }) => ({ id, role, y: value }));
    const wrong = (value: unknown) => planned(said(value), { label: "y" });
    await expect(wrong("")).rejects.toThrow(/got ""; every example needs a prediction$/);
    await expect(wrong([0, 1, 1])).rejects.toThrow(/a label is one; write one a row$/);
    await expect(wrong({ a: 1 })).rejects.toThrow(/name one value in it, as in "y\.a"$/);
  });

  it("with ids written in another way are refused with both", async () => {
    const lines = everybody.map((line) => ({ ...line, id: `${line.id} ` }));
    await expect(planned(lines)).rejects.toThrow(
      /theirs\.jsonl:1: tiny has no example "e0 "; "e0 " looks like "e0": write ids alike/,
    );
  });

  it("that say nothing of an example are refused with its line", async () => {
    const lines = everybody.map(({ id, role }) => ({ id, role, p: null }));
    await expect(planned(lines, { probability: "p" })).rejects.toThrow(
      /theirs\.jsonl:\d+: says nothing of its example/,
    );
  });

  it("are read with 64-bit numbers as ids and labels", async () => {
    const numbered = table(
      rows(
        "numbered",
        examples.map((example, i) => ({ ...example, id: i })),
      ),
      { text: "text", label: "label", id: "id" },
    );
    const all = ["student", "ceiling"].flatMap((role) => examples.map((_, i) => ({ role, i })));
    const columnData: ColumnSource[] = [
      { name: "id", data: all.map(({ i }) => BigInt(i)) },
      { name: "role", data: all.map(({ role }) => role) },
      { name: "y", data: all.map(({ i }) => BigInt(i % 2)) },
    ];
    await writeFile(join(folder, "p.parquet"), new Uint8Array(parquetWriteBuffer({ columnData })));
    const made = study({
      task: numbered,
      supervisors: probe(drawn(4), { as: "weak" }),
      students: predictions("p.parquet", { label: "y" }),
      seeds: [0],
      resamples: 100,
    });
    const places = { name: "numbered", baseDir: folder, store, modelFolders: [] };
    expect((await planStudy(made, places)).cells).toHaveLength(1);
  });

  it("of two kinds at once are refused", () => {
    expect(() => predictions("x.jsonl", { label: "a", probability: "b" })).toThrow(
      'predictions: give one of "probability", "label"',
    );
  });

  it("cannot supervise", async () => {
    const theirs = predictions("theirs.jsonl");
    const made = study({ task, supervisors: theirs, students: probe(drawn(4)) });
    const places = { name: "refused", baseDir: folder, store, modelFolders: [] };
    await expect(planStudy(made, places)).rejects.toThrow(
      "theirs: was trained elsewhere, so that it can only be a student",
    );
  });
});

/** Plans with the lines as they are, each example in the place of the first. */
async function everyExample(lines: readonly { readonly id: unknown }[]): Promise<void> {
  for (let i = 0; i < examples.length; i++) {
    const turned = lines.map((line) => {
      const at = examples.findIndex(({ id }) => id === line.id);
      return at < 0 ? line : { ...line, id: examples[(at + i) % examples.length]!.id };
    });
    await planned(turned);
  }
}
