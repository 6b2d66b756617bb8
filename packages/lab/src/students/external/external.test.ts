// Students of other programs, by small scripts: what they are given, what is read back, and what
// goes wrong.

import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError, isAlive } from "@w2s/base";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { listening } from "../../../test/rooms.js";
import { parityTask } from "../../../test/words.js";
import { confidence, type Method, studentEnsemble, surest } from "../../methods/index.js";
import { armCostsMuch, planStudy, runPlan } from "../../plan/index.js";
import { drawn } from "../../reading/index.js";
import { openStore, type StepEntry, type Store } from "../../store/index.js";
import { study } from "../../study/index.js";
import { errors } from "../../supervisors/index.js";
import { probe } from "../probe/spec.js";
import { noteRunning } from "./left-running.js";
import { type ExternalGiven, external } from "./spec.js";

const task = parityTask(80);
const wrong = errors({ where: "random", rate: 0.25 });

let folder: string;
beforeEach(() => {
  folder = scratchFolder("external");
});

/** A script with the folder's rows at hand, and \`say(rows)\` to write predictions. */
const script = (body: string) => `
import { readFileSync, writeFileSync, appendFileSync } from "node:fs";
const folder = process.argv[2];
const lines = readFileSync(folder + "/examples.jsonl", "utf8").trim().split("\\n");
const rows = lines.map((line) => JSON.parse(line));
const task = JSON.parse(readFileSync(folder + "/task.json", "utf8"));
const asked = rows.filter(({ split }) => split === "predict");
const even = ({ text }) => (text.match(/\\d/g).map(Number).reduce((a, b) => a + b) + 1) % 2;
const say = (some) => writeFileSync(folder + "/predictions.jsonl",
  some.map((row) => JSON.stringify(row)).join("\\n"));
appendFileSync(${JSON.stringify(join("{here}", "ran.txt"))}, task.seed + "\\n");
${body}
`;

/** What writes Parquet, for a script that lies elsewhere. */
const writer = pathToFileURL(createRequire(import.meta.url).resolve("hyparquet-writer")).href;

/** Writes the script and runs a study with it as a student, and where asked as a supervisor. */
async function ran(
  body: string,
  more: Partial<ExternalGiven> & {
    readonly signal?: AbortSignal;
    readonly asked?: boolean;
    readonly arms?: "all";
    readonly methods?: Method[];
    readonly through?: (store: Store) => Store;
  } = {},
) {
  const { signal = new AbortController().signal, asked, arms, methods, through, ...given } = more;
  await writeFile(join(folder, "theirs.mjs"), script(body).replace("{here}", folder));
  const own = external({ command: [process.execPath, "theirs.mjs", "{folder}"], ...given });
  const other = probe(drawn(4), { epochs: 2 });
  const [supervisors, students] = asked ? [own, other] : [wrong, own];
  const one = study({
    task,
    supervisors,
    students,
    seeds: 2,
    ...(arms && { arms }),
    ...(methods && { methods }),
  });
  const opened = await openStore(join(folder, "store"));
  const store = through?.(opened) ?? opened;
  const options = { name: "theirs", baseDir: folder, store, modelFolders: [] };
  const plan = await planStudy(one, options);
  const reporter = listening();
  const outcomes = await runPlan(plan, { store, reporter, signal });
  return { outcomes, plan, store, warnings: reporter.warnings };
}

const knows = "say(asked.map((row) => ({ id: row.id, label: even(row) })));";
const runs = async () =>
  existsSync(join(folder, "ran.txt"))
    ? (await readFile(join(folder, "ran.txt"), "utf8")).trim().split("\n").length
    : 0;
/** The folder of the step that was cut off or refused. */
const leftFolder = async () => {
  const scratch = join(folder, "store", "scratch");
  const left = (await readdir(scratch)).filter((name) => !name.endsWith(".lock"));
  expect(left).toHaveLength(1);
  return join(scratch, left[0]!);
};
/** What the command does when it runs first, before and after it leaves a flag. */
const atFirst = (before: string, after: string) => `
  const { existsSync, mkdirSync } = await import("node:fs");
  const flag = ${JSON.stringify(join(folder, "flag"))};
  if (!existsSync(flag)) { ${before}; writeFileSync(flag, ""); ${after}; }`;
const hang = "setInterval(() => {}, 1000); await new Promise(() => {})";
/** Runs until the flag is there, and is aborted. */
async function cutOff(body: string): Promise<void> {
  const aborted = new AbortController();
  const going = ran(body, { signal: aborted.signal });
  const isThere = () => existsSync(join(folder, "flag"));
  const watch = setInterval(() => isThere() && aborted.abort(), 20);
  await expect(going).rejects.toThrow();
  clearInterval(watch);
}

/** A store that is full when a command's result comes. */
const full = (store: Store): Store =>
  new Proxy(store, {
    get(from, key) {
      const own: unknown = Reflect.get(from, key, from);
      if (typeof own !== "function") return own;
      if (key !== "writeAll") return own.bind(from);
      return (entries: readonly StepEntry[]) => {
        if (entries[0]!.step.kind === "external") throw new Error("no space left");
        return from.writeAll(entries);
      };
    },
  });

describe("external", () => {
  it("is scored like any other, and run once a training", async () => {
    const { outcomes } = await ran(knows);
    expect(outcomes[0]!).toMatchObject({ student: "theirs", method: "elsewhere" });
    expect(outcomes[0]!.scores.student.accuracy.value).toBe(1);
    expect(outcomes[0]!.scores.weak.accuracy.value).toBeLessThan(1);
    // Two seeds, student and ceiling.
    expect(await runs()).toBe(4);
    await ran(knows);
    expect(await runs()).toBe(4);
  });

  it("is taught by labels without information and by itself, where that is asked for", async () => {
    const { outcomes } = await ran(knows);
    const dear = { run: false, reason: armCostsMuch };
    expect(outcomes[0]!.arms).toMatchObject({ uninformed: dear, selfTaught: dear });
    const before = await runs();
    const all = await ran(knows, { arms: "all" });
    const { untouched, uninformed, selfTaught } = all.outcomes[0]!.arms;
    expect(untouched).toEqual({
      run: false,
      reason: "trained elsewhere: PGR's guard does not know what it said untaught",
    });
    expect([uninformed, selfTaught]).toMatchObject([{ run: true }, { run: true }]);
    // Of two seeds: its twin on the truth of supervise, and two students.
    expect((await runs()) - before).toBe(6);
  });

  it("learns by a study's filters, from the rows that they leave", async () => {
    const seen = JSON.stringify(join(folder, "counts.txt"));
    const counts = `const of = (split) => rows.filter((row) => row.split === split).length;
      appendFileSync(${seen}, [of("train"), of("validation")].join(" ") + "\\n");`;
    const { outcomes, warnings } = await ran(`${counts} ${knows}`, {
      methods: [
        surest({ keep: 0.5 }),
        confidence(),
        studentEnsemble({ members: 2, combine: "adaboost" }),
      ],
    });
    expect(outcomes.map(({ method }) => method)).toEqual([
      "elsewhere",
      "surest",
      "student-ensemble",
    ]);
    expect(warnings).toContain(
      "theirs: learns elsewhere, by no loss; confidence is not run with it",
    );
    // By seed: the ceiling, the student on all rows, on half of each class, and an ensemble's two:
    // all rows, asked about them all, and those drawn by the errors there.
    const given = (await readFile(join(folder, "counts.txt"), "utf8")).trim().split("\n");
    const train = given.map((line) => Number(line.split(" ")[0])).sort((a, b) => a - b);
    expect(train).toHaveLength(10);
    const all = outcomes[0]!.splits.transfer;
    for (const [i, count] of train.entries()) {
      expect(Math.abs(count - (i < 2 ? all / 2 : all))).toBeLessThanOrEqual(2);
    }
  });

  it("is given texts, splits, labels, seed and settings, in two forms", async () => {
    await ran(
      `writeFileSync(${JSON.stringify("{here}")} + "/seen.json", JSON.stringify({ rows, task }));
      ${knows}`.replace("{here}", folder),
      { settings: { epochs: 3 } },
    );
    const { rows, task: about } = JSON.parse(await readFile(join(folder, "seen.json"), "utf8"));
    expect(about).toMatchObject({
      format: 1,
      shape: "classify",
      options: 2,
      settings: { epochs: 3 },
      predictions: "predictions.jsonl",
    });
    const train = rows.filter((row: { split: string }) => row.split === "train");
    expect(Object.keys(train[0])).toEqual(["id", "split", "text", "probabilities", "label"]);
    for (const { probabilities, label } of train) expect(probabilities[label]).toBe(1);
    const predict = rows.filter((row: { split: string }) => row.split === "predict");
    expect(predict[0]).toMatchObject({ probabilities: null, label: null });
    expect(new Set(rows.map((row: { split: string }) => row.split)).size).toBe(3);
    expect(new Set(rows.map((row: { id: string }) => row.id)).size).toBe(rows.length);
  });

  it("may be a supervisor, which is asked about every split", async () => {
    const { outcomes } = await ran(knows, { asked: true, as: "mine" });
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0]!.scores.weak.accuracy.value).toBe(1);
  });

  it.each([
    ["probabilities", "probabilities: even(row) ? [0.2, 0.8] : [0.7, 0.3]"],
    ["a probability", "probability: even(row) ? 0.8 : 0.3"],
    ["a name", "label: task.optionNames[even(row)]"],
  ])("reads %s", async (_, said) => {
    const { outcomes } = await ran(`say(asked.map((row) => ({ id: row.id, ${said} })));`);
    expect(outcomes[0]!.scores.student.accuracy.value).toBe(1);
  });

  it.each(["parquet", "csv", "json"])("reads predictions in %s", async (ending) => {
    const written = {
      parquet: `const { parquetWriteFile } = await import(${JSON.stringify(writer)});
        await parquetWriteFile({ filename: file, columnData: [
          { name: "id", data: asked.map(({ id }) => id), type: "STRING" },
          { name: "probability", data: asked.map((row) => even(row) ? 0.8 : 0.3), type: "DOUBLE" },
        ] });`,
      csv: `writeFileSync(file, "id,label\\n" + asked.map((row) =>
        row.id + "," + even(row)).join("\\n"));`,
      json: `writeFileSync(file, JSON.stringify(asked.map((row) =>
        ({ id: row.id, label: even(row) }))));`,
    }[ending];
    const predictions = `said.${ending}`;
    const body = `const file = folder + "/" + task.predictions; ${written}`;
    const { outcomes } = await ran(body, { predictions });
    expect(outcomes[0]!.scores.student.accuracy.value).toBe(1);
    // Rows that are missing are found in these, too.
    const fewer = ran(body.replaceAll("asked.map", "asked.slice(1).map"), { predictions });
    await expect(fewer).rejects.toThrow(/said\.\w+ says nothing of 1 of \d+ examples to predict/);
  });

  it("keeps the log beside the result", async () => {
    const { plan, store } = await ran(`console.log("epoch 1, loss 0.5"); ${knows}`);
    const { step } = plan.cells[0]!.trials[0]!.student;
    const { facts } = (await store.read(step.name))!;
    expect(facts).toMatchObject({ log: "epoch 1, loss 0.5\n" });
  });

  it("is trained anew when its script, command, settings or version change", async () => {
    const names = new Set<string>();
    for (const [body, more] of [
      [knows, {}],
      [`${knows} // more`, {}],
      [knows, { settings: { epochs: 1 } }],
      [knows, { version: "2" }],
      [knows, { timeout: 100, gpus: "0" }],
    ] as const) {
      const { plan } = await ran(body, more);
      names.add(plan.cells[0]!.trials[0]!.student.step.name);
    }
    expect(names.size).toBe(4);
  });

  it("keeps nothing that a script made which was edited meanwhile", async () => {
    const body = `appendFileSync(process.argv[1], "\\n"); ${knows}`;
    await expect(ran(body)).rejects.toThrow(
      /theirs\.mjs has changed since the run was planned, and results are named by what it was; run/,
    );
    expect(existsSync(join(folder, "store", "steps"))).toBe(true);
    await expect(ran(body)).rejects.toThrow("has changed since"); // Nothing of it was taken.
  });

  it("takes no predictions of a command that had not ended", async () => {
    // All rows are there, and wrong: what a trainer writes between epochs.
    const body = `${atFirst("say(asked.map(({ id }) => ({ id, label: 0 })))", hang)} ${knows}`;
    await cutOff(body);
    expect(existsSync(join(await leftFolder(), "predictions.jsonl"))).toBe(true);
    const { outcomes } = await ran(body);
    expect(outcomes[0]!.scores.student.accuracy.value).toBe(1);
    expect(await runs()).toBe(5);
  });

  it("takes what was checked and not kept, and runs nothing", async () => {
    await expect(ran(knows, { through: full })).rejects.toThrow("no space left");
    expect(await runs()).toBe(1);
    const { outcomes } = await ran(knows);
    expect(outcomes[0]!.scores.student.accuracy.value).toBe(1);
    expect(await runs()).toBe(4);
  });

  it("runs again where what was checked has changed since", async () => {
    await expect(ran(knows, { through: full })).rejects.toThrow("no space left");
    const path = join(await leftFolder(), "predictions.jsonl");
    await writeFile(path, (await readFile(path, "utf8")).replaceAll('"label":1', '"label":0'));
    const { outcomes } = await ran(knows);
    expect(outcomes[0]!.scores.student.accuracy.value).toBe(1);
    expect(await runs()).toBe(5);
  });

  it("runs again where the inputs were changed before a run was cut off", async () => {
    const changes = `writeFileSync(folder + "/examples.jsonl", ""); ${knows}`;
    const body = `${atFirst(changes, hang)} ${knows}`;
    await cutOff(body);
    await ran(body);
    expect(await runs()).toBe(5);
  });

  it("trains once where two run the same study on one store", async () => {
    const slow = `await new Promise((done) => setTimeout(done, 300)); ${knows}`;
    const both = await Promise.all([ran(slow), ran(slow)]);
    for (const { outcomes } of both) {
      expect(outcomes[0]!.scores.student.accuracy.value).toBe(1);
    }
    expect(await runs()).toBe(4);
    const warnings = both.flatMap((one) => one.warnings).join("\n");
    expect(warnings).toMatch(/another run on this store \(process \d+ on .*\) is at what this one/);
    expect(await readdir(join(folder, "store", "scratch"))).toEqual([]);
  });

  it.skipIf(process.platform === "win32")(
    "ends what a killed run left running, and says so in the log",
    async () => {
      const body = `${atFirst("", "process.exit(1)")} ${knows}`;
      await expect(ran(body)).rejects.toThrow("ended with code 1");
      const left = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
        detached: true,
        stdio: "ignore",
      });
      const ended = new Promise((done) => left.once("exit", (_, signal) => done(signal)));
      const scratch = await leftFolder();
      noteRunning(scratch, left.pid);
      const { store } = await ran(body);
      expect(await ended).toBe("SIGTERM");
      const line = `w2s: ended process group ${left.pid} of an earlier run with SIGTERM\n`;
      expect((await store.read(basename(scratch)))!.facts).toMatchObject({ log: line });
    },
  );

  it("keeps no secrets of the environment", async () => {
    process.env.W2S_TEST_API_KEY = "sk-1234567890";
    try {
      const { plan, store } = await ran(
        `console.log("key", process.env.W2S_TEST_API_KEY, "redis://me:pass@host:1"); ${knows}`,
      );
      const { facts } = (await store.read(plan.cells[0]!.trials[0]!.student.step.name))!;
      const log = "key [redacted] redis://me:[redacted]@host:1\n";
      expect(facts).toMatchObject({ log });
      const failing = ran("console.log(process.env.W2S_TEST_API_KEY); process.exit(1);");
      await expect(failing).rejects.toThrow("ended with code 1: [redacted]; its log");
    } finally {
      delete process.env.W2S_TEST_API_KEY;
    }
  });

  it("takes nothing from a command that failed", async () => {
    const failing = `${knows} process.exit(3);`;
    await expect(ran(failing)).rejects.toThrow("ended with code 3");
    await expect(ran(failing)).rejects.toThrow("ended with code 3");
    expect(await runs()).toBe(2);
  });
});

describe("external refuses", () => {
  const missing = "say(asked.slice(1).map((row) => ({ id: row.id, label: 0 })));";
  it.each([
    ["too few rows", missing, /predictions\.jsonl says nothing of 1 of \d+ examples to predict/],
    ["nothing written", "", /the command wrote no predictions: .*predictions\.jsonl/],
    [
      "NaN",
      "say(asked.map((row) => ({ id: row.id, probabilities: [NaN, 1] })));",
      /predictions\.jsonl:1: "probabilities" must be 2 probabilities that sum to 1, got \[null, /,
    ],
    [
      "NaN that is no JSON",
      "say([]); for (const { id } of asked) " +
        "appendFileSync(folder + '/predictions.jsonl', " +
        `'{"id": "' + id + '", "probability": NaN}\\n');`,
      /predictions\.jsonl:1: "probability" must be a number from 0 to 1, got NaN/,
    ],
    [
      "a folder",
      `const { mkdirSync } = await import("node:fs"); mkdirSync(folder + "/predictions.jsonl");`,
      /seed \d: the command must write predictions\.jsonl as a file, got a folder; they are kept/,
    ],
    [
      "no ids",
      "say(asked.map(() => ({ label: 0 })));",
      /predictions\.jsonl:1: no field "id"; fields: "label"; they are kept as /,
    ],
    [
      "ids written otherwise",
      'say(asked.map((row) => ({ id: row.id + ".0", label: 0 })));',
      /predictions\.jsonl:1: "\d+\.0" is no id .*; "\d+\.0" looks like "\d+", one of them as a/,
    ],
    [
      "a label that is none, without advice that it has no option for",
      'say(asked.map((row) => ({ id: row.id, label: "maybe" })));',
      /predictions\.jsonl:1: "label" must be one of .*, got "maybe"; they are kept as /,
    ],
    [
      "a list in place of a label",
      "say(asked.map((row) => ({ id: row.id, label: [0, 1] })));",
      /predictions\.jsonl:1: "label" must be one of .*, got a list; write one value there; they /,
    ],
    [
      "an object in place of probabilities",
      "say(asked.map((row) => ({ id: row.id, probabilities: { a: 0.5, b: 0.5 } })));",
      /got an object; write them as a list, in the order of the options; they are kept as /,
    ],
    [
      "one JSON document",
      'writeFileSync(folder + "/predictions.jsonl", "[\\n]");',
      /not JSON: .*; for one JSON document name the file \.json; of several objects write each on/,
    ],
    [
      "ids of other rows",
      "say(rows.map((row) => ({ id: row.id, label: 0 })));",
      /predictions\.jsonl:1: "\d+" is no id of an example to predict/,
    ],
    [
      "a row twice",
      "say([...asked, asked[0]].map((row) => ({ id: row.id, label: 0 })));",
      /must say each example once, got "\d+" again after .*predictions\.jsonl:1/,
    ],
    [
      "no option",
      "say(asked.map((row) => ({ id: row.id, label: 7 })));",
      /predictions\.jsonl:1: "label" must be one of "0", "1", .*, got 7/,
    ],
    [
      "changed inputs",
      `writeFileSync(folder + "/examples.jsonl", lines.slice(1).join("\\n")); ${knows}`,
      /the command changed examples\.jsonl, which it was given to read/,
    ],
    [
      "a failure, with its last words",
      'console.error("first"); console.error("out of memory"); process.exit(1);',
      /theirs taught by .*: .*node ended with code 1: out of memory; its log is .*log\.txt$/,
    ],
  ])("%s", async (_, body, line) => {
    const failed = ran(body);
    await expect(failed).rejects.toThrow(InputError);
    await expect(failed).rejects.toThrow(line);
  });

  it("predictions, and says whose they are and where they are kept", async () => {
    const wrong = "say(asked.map((row) => ({ id: row.id, label: 7 })));";
    const line = new RegExp(
      "^theirs taught by .* on .*, seed \\d: predictions\\.jsonl:1: .*, got 7; .*" +
        "they are kept as .*scratch.*predictions\\.refused\\.jsonl$",
    );
    await expect(ran(wrong)).rejects.toThrow(line);
    const names = await readdir(await leftFolder());
    expect(names).toContain("predictions.refused.jsonl");
    expect(names).not.toContain("predictions.jsonl");
    // The next are kept in their place.
    await expect(ran(wrong)).rejects.toThrow(line);
  });

  it("a folder for predictions, and takes a file the next time", async () => {
    const makes = 'mkdirSync(folder + "/predictions.jsonl/in", { recursive: true })';
    const body = `${atFirst(makes, "process.exit(0)")} ${knows}`;
    await expect(ran(body)).rejects.toThrow("got a folder");
    await mkdir(join(await leftFolder(), "predictions.jsonl", "in"), { recursive: true });
    const { outcomes } = await ran(body);
    expect(outcomes[0]!.scores.student.accuracy.value).toBe(1);
  });

  it.each([
    [
      "a word for nothing",
      '"id,probability\\n" + asked.map((row) => row.id + ",nan").join("\\n")',
      /csv:2: "probability" must be a number .*, got "nan"; every example needs a prediction; /,
    ],
    [
      "nothing",
      '"id,probability\\n" + asked.map((row) => row.id + ",").join("\\n")',
      /csv:2: says nothing of its example; every example needs a prediction; they are kept as /,
    ],
    [
      "another delimiter",
      '"id;label\\n" + asked.map((row) => row.id + ";1").join("\\n")',
      /csv: no column "id"; .*; are fields divided by ";"\? divide them by ","; they are kept as /,
    ],
    [
      "no header",
      'asked.map((row) => row.id + ",1").join("\\n")',
      /; the first line looks like data: write the names of the columns there; they are kept as /,
    ],
  ])("CSV with %s, with what a program can do about it", async (_, text, message) => {
    const writes = `writeFileSync(folder + "/p.csv", ${text});`;
    await expect(ran(writes, { predictions: "p.csv" })).rejects.toThrow(message);
  });

  it.skipIf(process.platform === "win32")("a script that is not to be run itself", async () => {
    await writeFile(join(folder, "train.py"), "#!/usr/bin/env python3\n", { mode: 0o644 });
    await expect(ran("", { command: ["./train.py"] })).rejects.toThrow(
      /cannot run \.\/train\.py: it may not be run .* \(chmod \+x\), or name .*\["python3", "\.\/t/,
    );
  });

  it("a program that is not there", async () => {
    await expect(ran("", { command: ["no-such-program"] })).rejects.toThrow(
      /cannot run no-such-program: there is no such program$/,
    );
  });

  it.each([
    [{}, 'external: "command" must be given'],
    [{ command: "python train.py" }, 'external: "command" must be a list'],
    [{ command: [] }, 'external: "command" must have at least 1 items'],
    [{ command: ["a"], timeouts: 1 }, 'external: unknown option "timeouts"; did you mean'],
    [{ command: ["a"], predictions: "../x.csv" }, '"predictions" must be the name of a file'],
    [{ command: ["a"], predictions: "task.json" }, '"predictions" must be the name of a file'],
    [
      { command: ["a"], predictions: "p.txt" },
      '"predictions" must end in .jsonl, .ndjson, .json, .csv, .tsv, .parquet, .arrow, .feather ' +
        'or .ipc, got "p.txt"',
    ],
    [{ command: ["a"], predictions: "predictions" }, '"predictions" must end in .jsonl, '],
    [
      { command: ["a"], settings: { a: [1, Number.NaN] } },
      '"settings.a.1" must be JSON: a text, a finite number, true, false, null, or lists and',
    ],
    [{ command: ["a"], timeout: 0 }, 'external: "timeout" must be above 0, got 0'],
  ])("%j", (given, line) => {
    expect(() => external(given as ExternalGiven)).toThrow(line);
  });
});

/** Starts another process that goes on by itself, and notes its number. */
const leaves = (options = "") => `
const { spawn } = await import("node:child_process");
const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"],
  { stdio: "ignore", ${options} });
other.unref();
writeFileSync(${JSON.stringify("{here}")} + "/other.txt", String(other.pid));
`;
/** The same, in a group and a session of its own, as setsid makes them. */
const leavesGroup = leaves("detached: true");
const hangs = `${leaves()} setInterval(() => {}, 1000);`;

describe.skipIf(process.platform === "win32")("a command that hangs", () => {
  /** The process that it started. */
  const other = async () => Number(await readFile(join(folder, "other.txt"), "utf8"));
  const gone = async (pid: number) => {
    for (let i = 0; i < 1000 && isAlive(pid); i++)
      await new Promise((done) => setTimeout(done, 20));
    return !isAlive(pid);
  };

  it("is ended after its time, with all that it started", async () => {
    const late = ran(hangs.replace("{here}", folder), { timeout: 1 });
    await expect(late).rejects.toThrow(/took longer than 1 s and was ended/);
    expect(await gone(await other())).toBe(true);
  });

  const isLinux = process.platform === "linux";
  it.runIf(isLinux)("is ended with what has left its group", async () => {
    const body = `${leavesGroup} setInterval(() => {}, 1000);`;
    const late = ran(body.replace("{here}", folder), { timeout: 1 });
    await expect(late).rejects.toThrow(/took longer than 1 s and was ended/);
    expect(await gone(await other())).toBe(true);
  });

  it.runIf(isLinux)("leaves running what it put out of its group, where it ends well", async () => {
    await ran(`${atFirst(leavesGroup.replace("{here}", folder), "")} ${knows}`);
    const pid = await other();
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, "SIGKILL");
  });

  it("is ended when the run is aborted", async () => {
    const aborted = new AbortController();
    const file = join(folder, "other.txt");
    const isThere = () => existsSync(file) && statSync(file).size > 0;
    const watch = setInterval(() => isThere() && aborted.abort(new Error("enough")), 20);
    const { signal } = aborted;
    await expect(ran(hangs.replace("{here}", folder), { signal })).rejects.toThrow("enough");
    clearInterval(watch);
    expect(await gone(await other())).toBe(true);
  });
});
