// Students of other programs, by small scripts: what they are given, what is read back, and what
// goes wrong.

import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "@w2s/base";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { listening } from "../../../test/rooms.js";
import { parityTask } from "../../../test/words.js";
import { planStudy, runPlan } from "../../plan/index.js";
import { drawn } from "../../reading/index.js";
import { openStore } from "../../store/index.js";
import { study } from "../../study/index.js";
import { errors } from "../../supervisors/index.js";
import { probe } from "../probe/spec.js";
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
  more: Partial<ExternalGiven> & { readonly signal?: AbortSignal; readonly asked?: boolean } = {},
) {
  const { signal = new AbortController().signal, asked, ...given } = more;
  await writeFile(join(folder, "theirs.mjs"), script(body).replace("{here}", folder));
  const own = external({ command: [process.execPath, "theirs.mjs", "{folder}"], ...given });
  const other = probe(drawn(4), { epochs: 2 });
  const [supervisors, students] = asked ? [own, other] : [wrong, own];
  const one = study({ task, supervisors, students, seeds: 2 });
  const store = await openStore(join(folder, "store"));
  const options = { name: "theirs", baseDir: folder, store, modelFolders: [] };
  const plan = await planStudy(one, options);
  const reporter = listening();
  return { outcomes: await runPlan(plan, { store, reporter, signal }), plan, store };
}

const knows = "say(asked.map((row) => ({ id: row.id, label: even(row) })));";
const runs = async () =>
  existsSync(join(folder, "ran.txt"))
    ? (await readFile(join(folder, "ran.txt"), "utf8")).trim().split("\n").length
    : 0;

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

  it("takes predictions that are there of a run that was cut off, and runs nothing", async () => {
    // The first command's work is done, and the run ends before it is read.
    const cut = `${knows}
    const { existsSync } = await import("node:fs");
    const flag = ${JSON.stringify(join(folder, "flag"))};
    if (!existsSync(flag)) { writeFileSync(flag, ""); setInterval(() => {}, 1000); }`;
    const aborted = new AbortController();
    const going = ran(cut, { signal: aborted.signal });
    const watch = setInterval(() => existsSync(join(folder, "flag")) && aborted.abort(), 20);
    await expect(going).rejects.toThrow();
    clearInterval(watch);
    expect(await runs()).toBe(1);
    const { outcomes } = await ran(cut);
    expect(outcomes[0]!.scores.student.accuracy.value).toBe(1);
    expect(await runs()).toBe(4);
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
    [{ command: ["a"], timeout: 0 }, 'external: "timeout" must be above 0, got 0'],
  ])("%j", (given, line) => {
    expect(() => external(given as ExternalGiven)).toThrow(line);
  });
});

/** Starts another process that goes on by itself, notes its number, and hangs. */
const hangs = `
const { spawn } = await import("node:child_process");
const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
writeFileSync(${JSON.stringify("{here}")} + "/other.txt", String(other.pid));
setInterval(() => {}, 1000);
`;

describe.skipIf(process.platform === "win32")("a command that hangs", () => {
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  /** The process that it started. */
  const other = async () => Number(await readFile(join(folder, "other.txt"), "utf8"));
  const gone = async (pid: number) => {
    for (let i = 0; i < 100 && isAlive(pid); i++) await new Promise((done) => setTimeout(done, 20));
    return !isAlive(pid);
  };

  it("is ended after its time, with all that it started", async () => {
    const late = ran(hangs.replace("{here}", folder), { timeout: 1 });
    await expect(late).rejects.toThrow(/took longer than 1 s and was ended/);
    expect(await gone(await other())).toBe(true);
  });

  it("is ended when the run is aborted", async () => {
    const aborted = new AbortController();
    const isThere = () => existsSync(join(folder, "other.txt"));
    const watch = setInterval(() => isThere() && aborted.abort(new Error("enough")), 20);
    const { signal } = aborted;
    await expect(ran(hangs.replace("{here}", folder), { signal })).rejects.toThrow("enough");
    clearInterval(watch);
    expect(await gone(await other())).toBe(true);
  });
});
