import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findRun, listRuns, type Outcome, readRun, resultsFormat, unmeasured } from "@w2s/lab";
import { parse } from "csv-parse/sync";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeGrid, fakeOutcome } from "../../test/fake-outcomes.js";
import { machine, versions } from "./machine.js";
import { outcomesCsv } from "./outcome-csv.js";
import { assertFolderUsable, runFolder, writeRun } from "./write-run.js";

let cwd: string;
beforeEach(() => {
  cwd = scratchFolder("runs");
});

const record = (finishedAt: string) => ({
  studyFile: { path: "s.study.ts", sha256: "0" },
  options: {
    set: [],
    vary: [],
    only: [],
    task: [],
    model: [],
    limit: null,
    seeds: null,
    threads: null,
  },
  trials: 4,
  steps: { total: 9, cached: 4, run: 5 },
  finishedAt,
  wallMs: 1000,
  versions: versions(),
  machine: machine(),
});

const found = (study: string, outcomes: readonly Outcome[]) => ({
  study,
  outcomes,
  notes: ["a note"],
});

/** An object with other values at some places. */
function merged(given: unknown, change: unknown): unknown {
  if (!isFields(given) || !isFields(change)) return change;
  const changed = Object.entries(change).map(([key, value]) => [key, merged(given[key], value)]);
  return { ...given, ...Object.fromEntries(changed) };
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

describe("writeRun", () => {
  it("writes results, CSV and a record that read back, and leaves no other file", async () => {
    const folder = runFolder(cwd, "sentiment");
    await writeRun(folder, found("sentiment", fakeGrid()), record("2026-03-01T12:00:00.000Z"));
    expect((await readdir(folder)).sort()).toEqual(["results.csv", "results.json", "run.json"]);
    const run = await readRun(folder, cwd);
    expect(run.results.outcomes).toEqual(fakeGrid());
    expect(run.results.notes).toEqual(["a note"]);
    expect(run.record).toMatchObject({ trials: 4, seeds: [0, 1, 2, 3, 4], study: "sentiment" });
    expect(run.record?.versions.onnxruntime).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it("writes the same results.json for the same outcomes", async () => {
    const results = async (name: string) => {
      await writeRun(join(cwd, name), found("s", fakeGrid()), record(new Date().toISOString()));
      return readFile(join(cwd, name, "results.json"), "utf8");
    };
    expect(await results("a")).toBe(await results("b"));
  });

  it("refuses to write NaN, which JSON would turn into null", async () => {
    const outcome = fakeOutcome({ gap: { value: Number.NaN, low: 0, high: 0 } });
    await expect(writeRun(join(cwd, "r"), found("s", [outcome]), record("x"))).rejects.toThrow(
      "internal: results: value must be a finite number, got NaN",
    );
  });

  it("says in one line why it cannot write, and keeps what was there", async () => {
    await mkdir(join(cwd, "r", "results.json"), { recursive: true });
    await expect(writeRun(join(cwd, "r"), found("s", []), record("x"))).rejects.toThrow(
      `${join(cwd, "r", "results.json")}: cannot be written, a folder lies in its place; write ` +
        "elsewhere with --out DIR",
    );
    expect(await readdir(join(cwd, "r"))).toEqual(["results.json"]);
  });
});

describe("runFolder", () => {
  it("is runs/<study>, without what a path must not hold", () => {
    expect(runFolder("/w", "sst2")).toBe(join("/w", "runs", "sst2"));
    expect(runFolder("/w", "../../etc")).toBe(join("/w", "runs", "etc"));
    expect(runFolder("/w", "a b/c")).toBe(join("/w", "runs", "a-b-c"));
    expect(runFolder("/w", "..")).toBe(join("/w", "runs", "study"));
    expect(runFolder("/w", "x", { out: "out" })).toBe(join("/w", "out"));
  });

  it("is another for a quick trial of some examples than for the whole study", () => {
    expect(runFolder("/w", "sst2", { limit: 10 })).toBe(join("/w", "runs", "sst2-limit-10"));
    expect(runFolder("/w", "sst2", { only: ["task=a b"], limit: 10 })).toBe(
      join("/w", "runs", "sst2-only-a-b-limit-10"),
    );
    expect(runFolder("/w", "sst2", { out: "out", limit: 10 })).toBe(join("/w", "out"));
  });

  it("is refused before the work when its name is too long for the disk", async () => {
    const folder = join(cwd, "n".repeat(300));
    await expect(assertFolderUsable(folder)).rejects.toThrow(
      `${folder}: is a longer name than the disk can hold; name another with --out DIR`,
    );
  });

  it.runIf(existsSync("/proc/self"))(
    "is tried before the work, where permissions alone do not tell",
    async () => {
      await expect(assertFolderUsable("/proc/w2s/run")).rejects.toThrow(
        "/proc/w2s/run: cannot be written, no folder can be made there; write elsewhere with --out",
      );
      await assertFolderUsable(join(cwd, "runs", "s"));
      expect(await readdir(cwd)).toEqual([]);
    },
  );

  it("is refused before the work when a file lies in its place", async () => {
    await writeFile(join(cwd, "runs"), "");
    await expect(assertFolderUsable(join(cwd, "runs", "s"))).rejects.toThrow(
      `${join(cwd, "runs", "s")}: results need a folder, ${join(cwd, "runs")} is a file; name ` +
        "another with --out DIR",
    );
  });
});

describe("readRun", () => {
  it("refuses damaged results with their place", async () => {
    const folder = join(cwd, "runs", "s");
    await mkdir(folder, { recursive: true });
    await expect(readRun(folder, cwd)).rejects.toThrow("runs/s/results.json: no results there");
    await writeFile(join(folder, "results.json"), '{ "format": 1,');
    await expect(readRun(folder, cwd)).rejects.toThrow("runs/s/results.json:1:15: must be JSON");
    await writeFile(join(folder, "results.json"), '{ "format": 1, "study": "s", "outcomes": [] }');
    await expect(readRun(folder, cwd)).rejects.toThrow(
      `runs/s/results.json: "format" must be ${resultsFormat}, got 1; run the study again`,
    );
    await writeFile(join(folder, "results.json"), '{ "format": 9, "study": "s", "outcomes": [] }');
    await expect(readRun(folder, cwd)).rejects.toThrow(
      `runs/s/results.json: "format" must be ${resultsFormat}, got 9; a newer w2s wrote it: use ` +
        "that one",
    );
    await writeFile(join(folder, "results.json"), '{ "format": 2, "study": "s", "notes": [] }');
    await expect(readRun(folder, cwd)).rejects.toThrow(
      'runs/s/results.json: "outcomes" must be given',
    );
    const today = { format: 2, study: "s", notes: [], outcomes: [fakeOutcome()] };
    await writeFile(join(folder, "results.json"), JSON.stringify(today));
    await expect(readRun(folder, cwd)).rejects.toThrow(
      'runs/s/results.json: "outcomes.0.scores.weak" must be given, as it says an older format; ' +
        "run the study again",
    );
  });

  it("refuses results that are a folder, and leaves out such a record", async () => {
    const folder = join(cwd, "runs", "s");
    await mkdir(join(folder, "results.json"), { recursive: true });
    await expect(readRun(folder, cwd)).rejects.toThrow(
      "runs/s/results.json: must be a file, got a folder; w2s ls lists the finished runs",
    );
    const other = join(cwd, "runs", "t");
    await writeRun(other, found("t", []), record("2026-03-01T12:00:00.000Z"));
    await rm(join(other, "run.json"));
    await mkdir(join(other, "run.json"));
    expect(await readRun(other, cwd)).toMatchObject({
      record: null,
      recordFault: "runs/t/run.json: must be a file, got a folder; left out",
    });
  });

  it.each([
    [
      { scores: { weak: { accuracy: { value: 2.5 } } } },
      "scores.weak.accuracy.value",
      "0 to 1, got 2.5",
    ],
    [
      { scores: { student: { accuracy: { low: -0.5 } } } },
      "scores.student.accuracy.low",
      "0 to 1, got -0.5",
    ],
    [{ gain: { value: 1.5 } }, "gain.value", "-1 to 1, got 1.5"],
    [{ chance: 7 }, "chance", "0 to 1, got 7"],
    [{ testExamples: -3 }, "testExamples", "at least 0, got -3"],
    [{ gap: { low: 0.9, high: 0.1 } }, "gap.low", 'at most the "high" beside it, got 0.9'],
    [{ draws: { gain: "AAAA", gap: "AAAA" } }, "draws", "as many of gain as of gap"],
    [{ draws: { gain: "AAA=", gap: "AAAAAA==" } }, "draws", "as many of gain as of gap"],
  ])("refuses numbers that cannot be: %j", async (change, place, says) => {
    const folder = join(cwd, "runs", "s");
    await mkdir(folder, { recursive: true });
    const outcomes = [merged(fakeOutcome(), change)];
    const file = { format: resultsFormat, study: "s", notes: [], outcomes };
    await writeFile(join(folder, "results.json"), JSON.stringify(file));
    await expect(readRun(folder, cwd)).rejects.toThrow(
      new RegExp(`^runs/s/results\\.json: "outcomes\\.0\\.${place}" must be .*${says}`),
    );
  });

  it("reads results of format 2, in whose words the student was strong", async () => {
    const folder = join(cwd, "runs", "old");
    await mkdir(folder, { recursive: true });
    const { scores, pgr, ...rest } = fakeOutcome();
    const of2 = (key: string) => !(key in unmeasured) || key === "parts";
    const old = Object.fromEntries(Object.entries(rest).filter(([key]) => of2(key)));
    const part = { fact: "kind", value: "a", examples: 3, weak: 1, ceiling: 1, overruled: 0 };
    const outcome = {
      ...old,
      weak: scores.weak,
      strong: scores.student,
      ceiling: scores.ceiling,
      pgr,
      parts: [{ ...part, strong: 0.5, overruledRight: null }],
    };
    const undefinedRow = { ...outcome, pgr: { defined: false, reason: "no clear gap" } };
    const file = { format: 2, study: "old", notes: [], outcomes: [outcome, undefinedRow] };
    await writeFile(join(folder, "results.json"), JSON.stringify(file));
    const { results } = await readRun(folder, cwd);
    expect(results.format).toBe(resultsFormat);
    expect(results.outcomes[0]).toEqual({
      ...fakeOutcome(),
      parts: [{ ...part, student: 0.5, overruledRight: null }],
    });
    expect(results.outcomes[1]!.pgr).toEqual({
      defined: false,
      reason: "no clear gap",
      uncleared: ["weak"],
    });
  });

  it("shows results whose record is missing or damaged", async () => {
    await writeRun(join(cwd, "runs", "s"), found("s", []), record("2026-03-01T12:00:00.000Z"));
    await writeFile(join(cwd, "runs", "s", "run.json"), "{");
    expect((await readRun(join(cwd, "runs", "s"), cwd)).record).toBeNull();
  });
});

describe("a record that does not fit its results", () => {
  it("is left out, and it is said why", async () => {
    const folder = join(cwd, "runs", "s");
    await writeRun(folder, found("s", []), record("2026-03-01T12:00:00.000Z"));
    const results = await readFile(join(folder, "results.json"), "utf8");
    await writeFile(join(folder, "results.json"), results.replace("a note", "another"));
    expect(await readRun(folder, cwd)).toMatchObject({
      record: null,
      recordFault:
        "runs/s/run.json: is the record of other results than results.json beside it; left out",
    });
    await writeRun(folder, found("s", []), record("soon"));
    const run = await readRun(folder, cwd);
    expect(run.recordFault).toBe("runs/s/run.json: is no record of a run; left out");
    expect(Number.isNaN(run.finishedAt.getTime())).toBe(false);
  });
});

describe("listRuns", () => {
  it("tells of damaged results, and passes over folders without any", async () => {
    await writeRun(join(cwd, "runs", "a"), found("a", []), record("2026-03-01T12:00:00.000Z"));
    await mkdir(join(cwd, "runs", "b"));
    await mkdir(join(cwd, "runs", "c"));
    await writeFile(join(cwd, "runs", "c", "results.json"), "{");
    const heard: string[] = [];
    const runs = await listRuns(join(cwd, "runs"), cwd, (message) => heard.push(message));
    expect(runs.map(({ results }) => results.study)).toEqual(["a"]);
    expect(heard).toEqual([expect.stringMatching(/^runs\/c\/results.json:1:2: must be JSON/)]);
  });
});

describe("findRun", () => {
  it("finds by name, by folder, or the latest; a near miss is suggested", async () => {
    await writeRun(
      join(cwd, "runs", "early"),
      found("early", []),
      record("2026-03-01T12:00:00.000Z"),
    );
    await writeRun(
      join(cwd, "runs", "late"),
      found("late", []),
      record("2026-03-02T12:00:00.000Z"),
    );
    await mkdir(join(cwd, "runs", "unfinished"));
    expect((await listRuns(join(cwd, "runs"), cwd)).map(({ results }) => results.study)).toEqual([
      "late",
      "early",
    ]);
    expect((await findRun(undefined, cwd)).results.study).toBe("late");
    expect((await findRun("early", cwd)).results.study).toBe("early");
    expect((await findRun("runs/early", cwd)).results.study).toBe("early");
    await mkdir(join(cwd, "elsewhere"));
    await expect(findRun("elsewhere", cwd)).rejects.toThrow(
      "elsewhere/results.json: no results there; w2s ls lists the finished runs",
    );
    await expect(findRun("erly", cwd)).rejects.toThrow('unknown run "erly"; did you mean "early"?');
  });
});

describe("outcomesCsv", () => {
  it("reads back with every number in full, empty where there is none", () => {
    const odd = fakeOutcome({ task: 'a,"b"\nc', weakScore: 0.5, ceilingScore: 0.5 });
    const rows: Record<string, string>[] = parse(outcomesCsv([fakeOutcome(), odd]), {
      columns: true,
    });
    expect(rows[0]).toMatchObject({
      student: "SmolLM2:15",
      student_accuracy: "0.815",
      pgr: "0.5",
      seeds: "0 1 2 3 4",
    });
    expect(rows[1]).toMatchObject({ task: 'a,"b"\nc', pgr: "", pgr_low: "" });
    expect(rows[1]!.pgr_undefined_because).not.toBe("");
  });

  it("keeps the columns that it always had", () => {
    const header = outcomesCsv([]).trim().split(",");
    const scores = ["weak", "student", "ceiling"].flatMap((role) =>
      [
        ...["accuracy", "auroc"].flatMap((one) => [one, `${one}_low`, `${one}_high`]),
        "log_loss",
        "calibration_error",
      ].map((name) => `${role}_${name}`),
    );
    expect(header).toEqual(
      expect.arrayContaining([
        ...["supervisor", "student"].flatMap((of) => [
          `${of}_parameters`,
          `${of}_pretraining_flop`,
        ]),
        ...["seeds", "test_examples", "supervise_examples", "transfer_examples"],
        ...["validation_examples", "chance", ...scores],
        ...["gap", "gain", "pgr"].flatMap((one) => [one, `${one}_low`, `${one}_high`]),
        ...["pgr_undefined_because", "agreement", "agreement_where_supervisor_right"],
        ...["agreement_where_supervisor_wrong", "right_where_overruled"],
      ]),
    );
    expect(new Set(header).size).toBe(header.length);
  });

  it("has arms, label quality and the study's own measures as columns", () => {
    const half = { value: 0.5, low: 0.25, high: 0.75 };
    const outcome = fakeOutcome();
    const { student } = outcome.scores;
    const rows: Record<string, string>[] = parse(
      outcomesCsv([
        {
          ...outcome,
          arms: { ...outcome.arms, untouched: { run: true, scores: student, difference: half } },
          measures: { "p-right": { student: half, ceiling: null } },
        },
      ]),
      { columns: true },
    );
    expect(rows[0]).toMatchObject({
      untouched_accuracy: "0.815",
      untouched_student_ahead_low: "0.25",
      uninformed_not_run_because: "not run",
      labels_transfer_accuracy: "",
      student_p_right_high: "0.75",
      ceiling_p_right: "",
    });
  });

  it("lets no name be run as a formula by a spreadsheet, and leaves numbers as they are", () => {
    const odd = fakeOutcome({ task: '=HYPERLINK("x")', method: "@sum", chance: -0.5 });
    const [row]: Record<string, string>[] = parse(outcomesCsv([odd]), { columns: true });
    expect(row).toMatchObject({ task: `'=HYPERLINK("x")`, method: "'@sum", chance: "-0.5" });
  });

  it("has its header even without rows", () => {
    expect(outcomesCsv([])).toMatch(
      /^task,supervisor,student,labels,method,[^\n]*,metric,[^\n]*\r\n$/,
    );
  });
});
