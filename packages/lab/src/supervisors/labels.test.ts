import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { askedOf, countsTask } from "../../test/asked.js";
import { listening, resultsOf, roomOf } from "../../test/rooms.js";
import { planStudy } from "../plan/plan.js";
import { runPlan } from "../plan/run.js";
import { TaskRoom } from "../plan/task-room.js";
import { drawn } from "../reading/index.js";
import { openStore } from "../store/index.js";
import { probe } from "../students/index.js";
import { study } from "../study/index.js";
import { rows, table } from "../tasks/index.js";
import { ensemble, type LabelsOptions, labels, openSupervisor, supervisorNotes } from "./index.js";
import { peopleStep } from "./people/step.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("labels");
});

/** Rows of a file for the 300 examples of countsTask. */
const made = <T>(row: (i: number) => T): T[] => Array.from({ length: 300 }, (_, i) => row(i));
const id = (i: number) => `counts-${i}`;
const jsonl = (list: readonly object[]) => list.map((row) => JSON.stringify(row)).join("\n");

/** Writes a file and says what a task of K options makes of it. */
async function said(name: string, text: string, options: LabelsOptions, K = 2) {
  await writeFile(join(folder, name), text);
  return askedOf(labels(join(folder, name), options), await roomOf(countsTask(K)));
}

/** Each asked example's number in the file, and what is said of it. */
function pairsOf({ labels: { rows: asked, probabilities } }: Awaited<ReturnType<typeof said>>) {
  const options = probabilities.shape[1]!;
  return Array.from(asked, (row, i) => ({
    row,
    said: [...probabilities.data.subarray(i * options, (i + 1) * options)],
  }));
}

describe("labels", () => {
  it("joins options by id, from numbers, names and a map, in any order", async () => {
    const numbers = await said(
      "n.jsonl",
      jsonl(made((i) => ({ id: id(299 - i), answer: (299 - i) % 3 }))),
      { label: "answer" },
      3,
    );
    for (const { row, said: own } of pairsOf(numbers)) expect(own.indexOf(1)).toBe(row % 3);
    const mapped = await said(
      "m.csv",
      ["item,answer", ...made((i) => `${id(i)},${i % 2 ? "yes" : "no"}`)].join("\n"),
      { id: "item", label: "answer", classes: { no: 0, yes: 1 } },
    );
    for (const { row, said: own } of pairsOf(mapped)) expect(own.indexOf(1)).toBe(row % 2);
  });

  it("reads truth as Python and spreadsheets write it, and lists of NumPy 2", async () => {
    const csv = (says: (i: number) => string) =>
      ["id,says", ...made((i) => `${id(i)},${says(i)}`)].join("\n");
    for (const [yes, no] of [
      ["True", "False"],
      ["TRUE", "FALSE"],
      ["true", "false"],
    ]) {
      const truth = await said(
        "t.csv",
        csv((i) => (i % 2 ? yes! : no!)),
        { label: "says" },
      );
      for (const { row, said: own } of pairsOf(truth)) expect(own.indexOf(1)).toBe(row % 2);
    }
    const listed = (i: number) =>
      `"[np.float64(${i % 2 ? 0.25 : 0.75}), np.float64(${i % 2 ? 0.75 : 0.25})]"`;
    const soft = await said("l.csv", csv(listed), { probabilities: "says" });
    for (const { row, said: own } of pairsOf(soft)) expect(own[1]).toBe(row % 2 ? 0.75 : 0.25);
  });

  it("reads the words of the task's data, where it maps several to one option", async () => {
    const words = ["awful", "bad", "good"];
    const source = rows(
      "words",
      made((i) => ({ id: id(i), text: `word ${i}`, label: words[i % 3] })),
    );
    const task = table(source, {
      id: "id",
      text: "text",
      label: "label",
      labels: { awful: 0, bad: 0, good: 1 },
    });
    const file = join(folder, "words.jsonl");
    await writeFile(file, jsonl(made((i) => ({ id: id(i), answer: words[i % 3] }))));
    const room = await roomOf(task);
    const heard = await askedOf(labels(file, { label: "answer" }), room);
    expect(pairsOf(heard).length).toBeGreaterThan(0);
    for (const { row, said: own } of pairsOf(heard)) expect(own.indexOf(1)).toBe(room.truth[row]);
    const other = words.map((word) => (word === "bad" ? "worse" : word));
    await writeFile(file, jsonl(made((i) => ({ id: id(i), answer: other[i % 3] }))));
    await expect(askedOf(labels(file, { label: "answer" }), await roomOf(task))).rejects.toThrow(
      '"answer" must be one of',
    );
  });

  it("reads probabilities: of the second option, as a list in a text, as fields", async () => {
    const second = await said(
      "p.tsv",
      ["id\tp", ...made((i) => `${id(i)}\t${(i / 400).toFixed(4)}`)].join("\n"),
      { probability: "p" },
    );
    for (const { row, said: own } of pairsOf(second)) expect(own[1]).toBeCloseTo(row / 400, 4);
    const lists = await said(
      "l.csv",
      [
        "id,p",
        ...made((i) => `${id(i)},"[0.25, ${i % 2 ? 0.5 : 0.25}, ${i % 2 ? 0.25 : 0.5}]"`),
      ].join("\n"),
      { probabilities: "p" },
      3,
    );
    for (const { row, said: own } of pairsOf(lists)) expect(own[1]).toBe(row % 2 ? 0.5 : 0.25);
    const fields = await said(
      "f.jsonl",
      // Rounded to sum .999: divided by its sum.
      jsonl(made((i) => ({ id: id(i), a: 0.333, b: 0.666 }))),
      { probabilities: ["a", "b"] },
    );
    for (const { said: own } of pairsOf(fields)) expect(own[0]).toBeCloseTo(1 / 3, 6);
  });

  it.each([
    ["NumPy's", (p: string, q: string) => `[${p} ${q}]`],
    ["a tuple's", (p: string, q: string) => `"(${p}, ${q})"`],
    ["a tensor's", (p: string, q: string) => `"tensor([${p}, ${q}], dtype=torch.float16)"`],
    ["an array's", (p: string, q: string) => `"array([${p}, ${q}])"`],
  ])("reads probabilities in %s notation", async (_, written) => {
    const csv = [
      "id,p",
      ...made((i) => `${id(i)},${written(`0.${i + 100}`, `${1 - (i + 100) / 1000}`)}`),
    ];
    const found = await said("notation.csv", csv.join("\n"), { probabilities: "p" });
    for (const { row, said: own } of pairsOf(found))
      expect(own[0]).toBeCloseTo((row + 100) / 1000, 3);
  });

  it("reads one probability as PyTorch and NumPy print it", async () => {
    const forms = [(p: number) => `tensor(${p})`, (p: number) => `np.float64(${p})`, String];
    const csv = ["id,p", ...made((i) => `${id(i)},${forms[i % 3]!((i + 100) / 1000)}`)];
    const found = await said("alone.csv", csv.join("\n"), { probability: "p" });
    for (const { row, said: own } of pairsOf(found))
      expect(own[1]).toBeCloseTo((row + 100) / 1000, 6);
  });

  it.each([
    ["p", "a gap", { probability: "p" }, (p: number) => ({ p })],
    ["p", "null for a list", { probabilities: "p" }, (p: number) => ({ p: [1 - p, p] })],
    ["a", "gaps in all fields", { probabilities: ["a", "b"] }, (p: number) => ({ a: 1 - p, b: p })],
  ] as const)(
    "leaves rows without a probability (%s, %s) out, and says so",
    async (_f, _, options, give) => {
      const given = made((i) => ({ id: id(i), ...give(i / 300) }));
      const gap = Object.fromEntries(Object.keys(give(0)).map((field) => [field, null]));
      const room = await roomOf(countsTask(2));
      const spec = labels(rows("gaps", [...given.slice(1), { id: id(0), ...gap }]), options);
      await openSupervisor(spec, room);
      expect(supervisorNotes(spec, room)).toEqual([
        'rows "gaps": 1 of its rows have no label; left out',
      ]);
    },
  );

  it("takes names and numbers beside a map that only leaves rows out", async () => {
    const answers = made((i) => ({ id: id(i), y: ["0", "1", null][i % 2] }));
    const spec = labels(rows("some", [...answers, { id: "other", y: null }]), {
      label: "y",
      classes: { null: null },
    });
    const { labels: found } = await askedOf(spec, await roomOf(countsTask(2)));
    found.rows.forEach((row, i) => {
      expect(found.probabilities.data[2 * i + 1]).toBe(row % 2);
    });
  });

  it("takes annotators whose names differ in blanks for one", async () => {
    const votes = made((i) => [
      { id: id(i), who: i % 3 === 0 ? "ann " : "ann", y: i % 2 },
      { id: id(i), who: "bob", y: i % 2 },
    ]).flat();
    const spec = labels(rows("two", votes), { label: "y", annotator: "who" });
    const room = await roomOf(countsTask(2));
    await openSupervisor(spec, room);
    expect(supervisorNotes(spec, room)[0]).toMatch(/^rows "two": 2 annotators, 300 labelled twice/);
  });

  it.each([
    ["majority", [1, 0], [0, 1], [0.5, 0.5]],
    ["mean", [2 / 3, 1 / 3], [1 / 3, 2 / 3], [0.5, 0.5]],
  ] as const)("combines annotators by %s", async (combine, zeros, ones, ties) => {
    // Even examples: 0, 0, 1. Odd ones: 1, 1, 0; every tenth has two labels, 0 and 1.
    const votes = made((i) =>
      (i % 10 === 0 ? [0, 1] : [i % 2, i % 2, 1 - (i % 2)]).map((answer, who) => ({
        id: id(i),
        who: `w${who}`,
        answer,
      })),
    ).flat();
    const found = await said(`${combine}.jsonl`, jsonl(votes), {
      label: "answer",
      annotator: "who",
      combine,
    });
    for (const { row, said: own } of pairsOf(found)) {
      const expected = row % 10 === 0 ? ties : row % 2 === 0 ? zeros : ones;
      own.forEach((p, k) => {
        expect(p).toBeCloseTo(expected[k]!, 6);
      });
    }
  });

  it("keeps agreement among the stored facts and tells it with every row", async () => {
    const votes = made((i) =>
      [0, 1, 2].map((w) => ({ id: id(i), w, y: w === 2 ? 0 : i % 2 })),
    ).flat();
    const spec = labels(rows("three", votes), {
      label: "y",
      annotator: "w",
      combine: "dawid-skene",
    });
    const room = await roomOf(countsTask(2));
    await openSupervisor(spec, room);
    const step = peopleStep(spec, room);
    const store = await openStore(join(folder, "facts"));
    const [result] = await resultsOf([step], store);
    const stored = await store.read(step.name);
    // Pairs alike: all three of an even example, one of three of an odd one: (1 + 1/3) / 2.
    expect(stored!.facts).toMatchObject({ agreement: { annotators: 3, examples: 300 } });
    expect(result!.agreement!.observed).toBeCloseTo(2 / 3, 12);
    // Of 900 labels 600 say 0: by chance (2/3)^2 + (1/3)^2 = 5/9; kappa (2/3 - 5/9) / (4/9) = 1/4.
    expect(result!.agreement!.fleiss).toBeCloseTo(0.25, 12);
    expect(supervisorNotes(spec, room)).toEqual([
      'rows "three": 3 annotators, 300 labelled twice or more: agreement .667, ' +
        "Fleiss' kappa .250, Krippendorff's alpha .251",
    ]);
  });

  it("is named by what was said, not by where it lies", async () => {
    const text = jsonl(made((i) => ({ id: id(i), y: i % 2 })));
    const one = await said("one.jsonl", text, { label: "y" });
    const same = await said("same.jsonl", text, { label: "y" });
    const other = await said("other.jsonl", text.replace('"y":0', '"y":1'), { label: "y" });
    expect(same.step.name).toBe(one.step.name);
    expect(other.step.name).not.toBe(one.step.name);
  });
});

describe("labels refuses", () => {
  const all = made((i) => ({ id: id(i), y: i % 2 }));
  const changed = (at: number, row: object) => jsonl(all.map((own, i) => (i === at ? row : own)));

  it.each([
    [
      "a value that is no option",
      changed(4, { id: id(4), y: 2 }),
      { label: "y" },
      /a\.jsonl:5: "y"/,
    ],
    ["an empty value", changed(4, { id: id(4), y: null }), { label: "y" }, /a\.jsonl:5: "y"/],
    [
      "a probability above 1",
      changed(6, { id: id(6), y: 1.5 }),
      { probability: "y" },
      /a\.jsonl:7: "y" must be a number from 0 to 1, got 1\.5/,
    ],
    [
      "a percentage",
      changed(6, { id: id(6), y: 62.5 }),
      { probability: "y" },
      /a\.jsonl:7: "y" must be .*, got 62\.5; divide percentages by 100, of scores give the sigmoid$/,
    ],
    [
      "a score",
      changed(6, { id: id(6), y: -1.5 }),
      { probability: "y" },
      /got -1\.5; scores are no probabilities: give their sigmoid$/,
    ],
    [
      "a decimal comma",
      changed(6, { id: id(6), y: "0,25" }),
      { probability: "y" },
      /got "0,25"; write decimals with a point$/,
    ],
    [
      "a percentage",
      changed(6, { id: id(6), y: "25%" }),
      { probability: "y" },
      /got "25%"; write percentages as numbers from 0 to 1$/,
    ],
    [
      "what a pipeline of transformers gives",
      jsonl(
        made((i) => ({
          id: id(i),
          y: [
            { label: "LABEL_1", score: 0.9 },
            { label: "LABEL_0", score: 0.1 },
          ],
        })),
      ),
      { probabilities: "y" },
      /got \[an object, an object\]; write their numbers, in the order of the options$/,
    ],
    [
      "logits",
      jsonl(made((i) => ({ id: id(i), y: [-2, 3.5] }))),
      { probabilities: "y" },
      /got \[-2, 3\.5\]; scores are no probabilities: give their softmax$/,
    ],
    [
      "probabilities that do not sum to 1",
      jsonl(made((i) => ({ id: id(i), y: i === 2 ? [0.5, 0.6] : [0.5, 0.5] }))),
      { probabilities: "y" },
      /a\.jsonl:3: "y" must be 2 probabilities .*, got \[0\.5, 0\.6\], which sum to 1\.1/,
    ],
    [
      "too few probabilities",
      jsonl(made((i) => ({ id: id(i), y: [1] }))),
      { probabilities: "y" },
      /a\.jsonl:1: "y" must be 2 probabilities that sum to 1, got \[1\]$/,
    ],
    [
      "a second label of one example",
      `${jsonl(all)}\n${JSON.stringify(all[3])}`,
      { label: "y" },
      /a\.jsonl:301: has a second label of "counts-3", after .*a\.jsonl:4;/,
    ],
    [
      "examples without a label",
      jsonl(all.filter((_, i) => i % 2 === 0)),
      { label: "y" },
      /a\.jsonl: \d+ of \d+ transfer examples .* have no label: ("counts-\d+", ){2}"counts-\d+" and \d+ more; label/,
    ],
    [
      "ids of another task",
      jsonl(all.map((row, i) => ({ ...row, id: `other-${i}` }))),
      { label: "y" },
      /a\.jsonl: none of its 300 ids \("other-0", "other-1", "other-2"\) is an example of/,
    ],
    [
      "one annotator where agreement is asked for",
      jsonl(all.map((row) => ({ ...row, who: "ann" }))),
      { label: "y", annotator: "who" },
      /a\.jsonl: agreement needs two annotators, "who" names only "ann"; leave "annotator" out/,
    ],
    [
      "what a map for gaps does not name",
      changed(4, { id: id(4), y: "yes" }),
      { label: "y", classes: { null: null } },
      /a\.jsonl:5: "y" must be one of .*, got "yes"; add it to classes/,
    ],
    [
      "a list where one label should be",
      changed(4, { id: id(4), y: [1] }),
      { label: "y" },
      /a\.jsonl:5: "y" must be one of .*, got a list; name one value in it, as in "y\.0"/,
    ],
    [
      "probabilities by name, which have an order when their fields are named",
      jsonl(made((i) => ({ id: id(i), y: { no: 0.5, yes: 0.5 } }))),
      { probabilities: "y" },
      /a\.jsonl:1: "y" must be a list of 2 .*, got an object; .*: \["y\.no", "y\.yes"\]$/,
    ],
    [
      "ids with a blank behind some",
      jsonl(all.map(({ id: own, y }, i) => ({ id: i % 2 ? own : `${own} `, y }))),
      { label: "y" },
      /have no label: .* more; "(counts-\d+) " looks like "\1": write ids alike$/,
    ],
    ["a field that is not there", jsonl(all), { label: "z" }, /a\.jsonl:1: no field "z"/],
    ["a file that is not there", null, { label: "y" }, /none\.jsonl/],
  ] as const)("%s", async (_, text, options, message) => {
    const name = text === null ? "none.jsonl" : "a.jsonl";
    if (text !== null) await writeFile(join(folder, name), text);
    const room = await roomOf(countsTask(2));
    await expect(askedOf(labels(join(folder, name), options), room)).rejects.toThrow(message);
  });

  it.each([
    [{ label: "y" }, "NA", 'leave such rows out with classes: { "NA": null }'],
    [
      { label: "y", classes: { n: 0, y: 1 } },
      "NaN",
      'leave such rows out with classes: { ..., "NaN": null }, or add its class',
    ],
    [{ probability: "y" }, "NaN", 'got "NaN"; leave it empty where nothing is said'],
    [{ probabilities: "y" }, "None", 'got "None"; leave it empty where nothing is said'],
    [{ probabilities: ["y", "z"] }, "NA", "; leave it empty where nothing is said"],
  ] as const)("gaps as %j has them, with what leaves them out: %s", async (options, gap, next) => {
    const room = await roomOf(countsTask(2));
    const given = (own: string, more: LabelsOptions = options) =>
      labels(
        rows("r", [
          ...made((i) => {
            const isMap = "classes" in options;
            const said = "label" in options ? (isMap ? "ny"[i % 2] : i % 2) : 0.5;
            const list =
              "probabilities" in options && options.probabilities === "y" ? "[0.5, 0.5]" : said;
            return { id: id(i), y: list, z: 0.5 };
          }),
          { id: "other", y: own, z: own },
        ]),
        more,
      );
    await expect(askedOf(given(gap), room)).rejects.toThrow(next);
    // As it is told.
    if (!("label" in options)) await askedOf(given(""), room);
    else {
      const classes = { ...("classes" in options && options.classes), [gap]: null };
      await askedOf(given(gap, { ...options, classes }), room);
    }
  });

  it("ids that count rows where the task's are lines, which begin at 2", async () => {
    const source = join(folder, "lines.csv");
    await writeFile(source, ["text,label", ...made((i) => `word ${i},${i % 2}`)].join("\n"));
    const room = await roomOf(table(source, { text: "text", label: "label" }));
    const counting = async (from: number) => {
      const file = join(folder, `from-${from}.csv`);
      await writeFile(file, ["id,y", ...made((i) => `${from + i},${i % 2}`)].join("\n"));
      return askedOf(labels(file, { label: "y" }), room);
    };
    for (const from of [0, 1]) {
      await expect(counting(from)).rejects.toThrow(
        `from-${from}.csv: its ids count rows, ${from} to ${299 + from}, and those of task lines ` +
          "are lines of its file, to 301: each label would be another example's; give both a " +
          `column of ids and name it with "id", or add ${2 - from} to these`,
      );
    }
    const { labels: said } = await counting(2);
    expect(said.rows.length).toBeGreaterThan(0);
  });

  it("ids that are floats, by what they lost or how to write them", async () => {
    const task = (first: bigint) =>
      table(
        rows(
          "whole",
          made((i) => ({ id: first + BigInt(i), text: `word ${i}`, label: i % 2 })),
        ),
        { id: "id", text: "text", label: "label" },
      );
    const people = async (first: bigint, written: (own: bigint) => string) => {
      const lines = made((i) => `${written(first + BigInt(i))},${i % 2}`);
      const file = join(folder, "floats.csv");
      await writeFile(file, ["id,y", ...lines].join("\n"));
      return askedOf(labels(file, { label: "y" }), await roomOf(task(first)));
    };
    const tweets = 1_660_000_000_000_000_000n;
    await expect(people(tweets, (own) => Number(own).toExponential())).rejects.toThrow(
      'floats.csv:2: "id" must keep all digits, got "1.66e+18", a float, which loses some; write',
    );
    await expect(people(12n, (own) => `${own}.0`)).rejects.toThrow(
      '"12.0" looks like "12", one of them as a float: write both as whole numbers (int64) or ' +
        "texts",
    );
    await people(tweets, String);
  });

  it("NaN, from CSV and from rows", async () => {
    const room = await roomOf(countsTask(2));
    const spec = (y: unknown) =>
      labels(
        rows(
          "r",
          made((i) => ({ id: id(i), y })),
        ),
        { probability: "y" },
      );
    for (const y of [Number.NaN, "nan", "Infinity"]) {
      await expect(askedOf(spec(y), room)).rejects.toThrow(
        /^rows "r": row 1: "y" must be a number from 0 to 1, got /,
      );
    }
  });

  it("a probability of the second option of three", async () => {
    const spec = labels(rows("r", []), { probability: "y" });
    await expect(askedOf(spec, await roomOf(countsTask(3)))).rejects.toThrow(
      'labels: "probability" is for two options, task counts has 3; give "probabilities"',
    );
  });

  it("a label that is one option's number and another's name", async () => {
    const task = table(
      rows(
        "stars",
        made((i) => ({ text: `word ${i}`, stars: 1 + (i % 3) })),
      ),
      { text: "text", label: "stars", labels: { 1: 0, 2: 1, 3: 2 } },
    );
    const room = await roomOf(task);
    const stars = (classes?: object) =>
      labels(
        rows(
          "r",
          made((i) => ({ id: i + 1, stars: 1 + (i % 3) })),
        ),
        {
          label: "stars",
          ...(classes && { classes: { 1: 0, 2: 1, 3: 2 } }),
        },
      );
    await expect(askedOf(stars(), room)).rejects.toThrow(
      'rows "r": row 1: "stars" is the number of option "2" and the name of another, got 1; say ' +
        "which by classes: {...}, or give probabilities",
    );
    const { labels: found } = await askedOf(stars({}), room);
    found.rows.forEach((row, i) => {
      expect(found.probabilities.data[3 * i + (row % 3)]).toBe(1);
    });
  });

  it("a second label, with the file of the first", async () => {
    const files = ["first.csv", "second.csv"].map((name) => join(folder, name));
    for (const file of files) await writeFile(file, "id,y\ncounts-1,0\n");
    const spec = labels(files, { label: "y" });
    await expect(openSupervisor(spec, await roomOf(countsTask(2)))).rejects.toThrow(
      /second\.csv:2: has a second label of "counts-1", after .*first\.csv:2; leave one, or say/,
    );
  });

  it("a blank id or annotator, with what can be done", async () => {
    const room = await roomOf(countsTask(2));
    const votes = [{ id: "counts-1", who: " ", y: 0 }];
    const who = labels(rows("r", votes), { label: "y", annotator: "who" });
    await expect(askedOf(who, room)).rejects.toThrow('"who" must not be empty; give it, or drop');
    const ids = labels(rows("r", votes), { id: "who", label: "y" });
    await expect(askedOf(ids, room)).rejects.toThrow('"who" must not be empty; give it, or drop');
  });

  it("options that do not go together", () => {
    expect(() => labels("a.csv", { probabilities: ["a", "a"] })).toThrow(
      'labels: "probabilities" must be different fields',
    );
    expect(() => labels("a.csv", { annotator: "a" })).toThrow(
      'labels: give one of "label", "probability"',
    );
    expect(() => labels("a.csv", { label: "a", probability: "b" })).toThrow("got 2");
    expect(() => labels("a.csv", { label: "a", combine: "mean" })).toThrow('needs "annotator"');
    expect(() => labels("a.csv", { probability: "a", classes: { a: 0 } })).toThrow(
      '"classes" needs "label"',
    );
    expect(() => labels(3 as never, { label: "a" })).toThrow(
      "must be a path, a list of paths, or rows(...)",
    );
  });

  it("inside an ensemble, by the ensemble's name: labels of another task", async () => {
    const theirs = rows("theirs", [{ id: "x", y: 1 }]);
    const spec = ensemble([probe(drawn(4)), labels(theirs, { label: "y" })]);
    await expect(askedOf(spec, await roomOf(countsTask(2)))).rejects.toThrow(
      /^ensemble: rows "theirs": none of its 1 ids \("x"\) is an example of task counts/,
    );
  });
});

describe("labels without labels of test", () => {
  const unlabelled = async (test?: "transfer") => {
    const room = await roomOf(countsTask(2));
    const asked = new Set(room.rows(0).test);
    // Wrong of every third example of class 0, and of none of class 1.
    const list = room.examples.flatMap(({ id: own, label }, row) =>
      asked.has(row) ? [] : [{ id: own, y: label === 0 && row % 3 === 0 ? 1 : label }],
    );
    const spec = labels(rows("people", list), { label: "y", ...(test && { test }) });
    return { room, spec };
  };

  it("are refused unless the labels of transfer are to stand for them", async () => {
    const { room, spec } = await unlabelled();
    await expect(askedOf(spec, room)).rejects.toThrow(
      /rows "people": 60 of 60 test examples of task counts have no label: .* say test: "transfer"/,
    );
  });

  it("score on test what they score on transfer, class by class, and say so", async () => {
    const { room, spec } = await unlabelled("transfer");
    const { labels: found } = await askedOf(spec, room);
    const { transfer, test } = room.rows(0);
    const right = (part: Int32Array, option: number) => {
      const own = [...part].filter((row) => room.truth[row] === option);
      const places = new Map(Array.from(found.rows, (row, i) => [row, i]));
      const good = own.filter(
        (row) => found.probabilities.data[2 * places.get(row)! + option] === 1,
      );
      return { share: good.length / own.length, own: own.length };
    };
    for (const option of [0, 1]) {
      const [there, here] = [right(transfer, option), right(test, option)];
      // The first of a random order: as close as a sample without replacement.
      expect(Math.abs(here.share - there.share)).toBeLessThan(option === 0 ? 0.2 : 1e-12);
      expect(here.own).toBe(30);
    }
    expect(supervisorNotes(spec, room)).toEqual([
      expect.stringMatching(/^rows "people": without labels of test; its score is that of its/),
    ]);
  });
});

describe("a study with labels from a file", () => {
  it("tells what should be known of them with every row, and refuses gaps", async () => {
    const votes = made((i) => ["ann", "bob"].map((who) => ({ id: id(i), who, y: 0 }))).flat();
    const store = await openStore(join(folder, "store"));
    const one = study({
      task: countsTask(2),
      supervisors: labels(rows("zeros", votes), { label: "y", annotator: "who" }),
      students: probe(drawn(8), { epochs: 2 }),
      seeds: 1,
      resamples: 100,
      arms: "none",
    });
    const options = { name: "people", baseDir: folder, store, modelFolders: [] };
    const plan = await planStudy(one, options);
    const signal = AbortSignal.timeout(60_000);
    const [outcome] = await runPlan(plan, { store, reporter: listening(), signal });
    expect(outcome!.warnings).toEqual([
      'rows "zeros": 2 annotators, 300 labelled twice or more: agreement 1.000',
      'rows "zeros": every label says 0: nothing to learn',
    ]);
    expect(outcome!.scores.weak.accuracy.value).toBe(0.5);
    expect(outcome!.supervisorModel).toMatchObject({ name: "zeros (majority)", parameters: null });
    const few = {
      ...one,
      supervisors: [labels(rows("few", votes.slice(0, 40)), { label: "y", annotator: "who" })],
    };
    await expect(planStudy(few, options)).rejects.toThrow(
      /^rows "few": \d+ of \d+ transfer examples/,
    );
    expect(plan.cells[0]!.room).toBeInstanceOf(TaskRoom);
  });
});
