import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  mkdir,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "@w2s/base";
import { figure, openStore, type Plan, readEvent } from "@w2s/lab";
import { stepName } from "@w2s/lab/engine";
import { hubSettings, resolveModel } from "@w2s/models";
import { parse } from "csv-parse/sync";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { type FakeIo, fakeIo, fakeStream } from "../../test/fake-io.js";
import { fakeLab } from "../../test/fake-lab.js";
import type { Io } from "../io.js";
import type { Lab } from "../lab.js";
import { loadLab } from "../lab.js";
import { main } from "../main.js";
import { loadStudy } from "../study-file/load.js";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
let cwd: string;
beforeEach(async () => {
  cwd = scratchFolder("commands");
  await writeFile(join(cwd, "s.study.ts"), "export default { fake: true, steps: 3, stepMs: 1 };\n");
});

type AnyOutcome = Readonly<Record<string, unknown>> & {
  readonly scores: Readonly<Record<string, unknown>>;
};

/** A stdout of so many columns. */
function narrow(columns: number): Partial<Io> & Pick<FakeIo, "out"> {
  const stdout = fakeStream({ columns });
  return { stdout, out: () => stdout.text };
}

/** What a run's folder tells of how it went. */
async function eventsIn(folder: string) {
  const text = await readFile(join(folder, "events.jsonl"), "utf8");
  return text.trim().split("\n").map(readEvent);
}

/** Runs `w2s` with a line of arguments. */
async function w2s(line: string, given: Partial<Io> = {}): Promise<FakeIo & { code: number }> {
  const io = fakeIo(cwd, given);
  const code = await main(line.split(" ").filter(Boolean), io);
  return { ...io, code };
}

describe("w2s run", () => {
  it("prints plan and progress on stderr, the table on stdout, says where files are", async () => {
    const { code, out, err } = await w2s("run s.study.ts");
    expect(code).toBe(0);
    expect(err()).toContain("plan      3 trials, 3 steps: 0 cached, 3 to run\n");
    expect(err()).toContain(
      "written to runs/s: results.json, results.csv, run.json (40 rows), report.html\n",
    );
    expect(out()).toContain("sst2: accuracy on 1,821 test examples, 5 seeds");
    expect((await readdir(join(cwd, "runs", "s"))).sort()).toEqual([
      "events.jsonl",
      "figures",
      "report.html",
      "results.csv",
      "results.json",
      "run.json",
    ]);
  });

  it("refuses a folder whose files of a run's names no run wrote, before any work", async () => {
    await mkdir(join(cwd, "lost"));
    await writeFile(join(cwd, "lost", "evidence.jsonl"), "mydata");
    const { code, err } = await w2s("run s.study.ts --out lost");
    expect(code).toBe(2);
    expect(err()).toContain(
      `w2s: ${join(cwd, "lost")}: holds evidence.jsonl, which a run would replace, and is no ` +
        "run's folder; name another with --out DIR, or move them away\n",
    );
    expect(err()).not.toContain("features");
    expect(await readdir(join(cwd, "lost"))).toEqual(["evidence.jsonl"]);
  });

  it("prints its table and ends with 1 where a figure of the study's own fails", async () => {
    const fails = figure("mine", () => {
      throw new InputError("figure boom");
    });
    const lab: Lab = {
      ...fakeLab,
      planStudy: async (...given) => ({ ...(await fakeLab.planStudy(...given)), figures: [fails] }),
    };
    const { code, out, err } = await w2s("run s.study.ts", { lab: async () => lab });
    expect(code).toBe(1);
    expect(out()).toContain("sst2: accuracy on 1,821 test examples, 5 seeds");
    expect(err()).toContain('w2s: figure boom; figure "mine" is left out of the report\n');
    expect(await readdir(join(cwd, "runs", "s"))).toContain("report.html");
  });

  it("refuses a figure that is called as one of the report's, before any work", async () => {
    const lab: Lab = {
      ...fakeLab,
      planStudy: async (...given) => ({
        ...(await fakeLab.planStudy(...given)),
        figures: [figure("overview", () => null)],
      }),
    };
    const { code, err } = await w2s("run s.study.ts", { lab: async () => lab });
    expect(code).toBe(2);
    expect(err()).toContain('w2s: figure "overview": there is one already; take another name\n');
    expect(err()).not.toContain("features");
  });

  it("does nothing twice, and writes the same results again", async () => {
    await w2s("run s.study.ts");
    const before = await readFile(join(cwd, "runs/s/results.json"), "utf8");
    const { err } = await w2s("run s.study.ts");
    expect(err()).toContain("3 steps: all cached");
    expect(err()).not.toContain("features");
    expect(await readFile(join(cwd, "runs/s/results.json"), "utf8")).toBe(before);
  });

  it("with --dry-run prints the plan and writes nothing", async () => {
    const { code, out } = await w2s("run s.study.ts --dry-run");
    expect([code, out()]).toEqual([
      0,
      "plan      3 trials, 3 steps: 0 cached, 3 to run\nfeatures  SmolLM2-135M layers 5, 15   3 " +
        "steps\n",
    ]);
    expect(await readdir(cwd)).toEqual(["s.study.ts"]);
  });

  it("with --dry-run says once what is known of rows before they are run", async () => {
    const warning = 'rows "people": every label says 1: nothing to learn';
    const lab: Lab = {
      ...fakeLab,
      async planStudy(study, options) {
        const plan = await fakeLab.planStudy(study, options);
        // Of a row, a dry run says its warnings alone.
        const cells = [{ warnings: [warning] }, { warnings: [warning] }];
        return { ...plan, cells: cells as unknown as Plan["cells"] };
      },
    };
    const { err } = await w2s("run s.study.ts --dry-run", { lab: async () => lab });
    expect(err().split(warning)).toHaveLength(2);
  });

  it("with --dry-run asks nobody for a model that is not here", async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.writeHead(404).end();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const settings = hubSettings({ HF_HOME: cwd, HF_ENDPOINT: `http://127.0.0.1:${port}` });
    const lab: Lab = {
      ...fakeLab,
      async planStudy(study, options) {
        await resolveModel("org/none", { settings });
        return fakeLab.planStudy(study, options);
      },
    };
    const { code, err } = await w2s("run s.study.ts --dry-run", { lab: async () => lab });
    expect([code, err(), asked]).toEqual([
      2,
      `w2s: model "org/none": not in ${join(cwd, "hub")}, and --dry-run forbids downloading it; ` +
        "--models DIR, or W2S_MODELS, names a folder with models\n",
      0,
    ]);
    await w2s("run s.study.ts", { lab: async () => lab });
    expect(asked).toBe(1);
    server.close();
  });

  it("with --json writes only JSON lines", async () => {
    const { out, err } = await w2s("run s.study.ts --json");
    const events = out()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).event);
    expect(new Set(events)).toEqual(new Set(["plan", "begin", "end", "outcome", "done"]));
    expect(err()).toBe("");
  });

  it("hands on what is varied, key by key, and keeps it in the record", async () => {
    const given: unknown[] = [];
    const vary: Lab["vary"] = (study, settings) => {
      given.push(settings);
      return study;
    };
    const lab = { ...fakeLab, vary };
    const many = "--vary epochs=50,800 --vary labels=hard --vary epochs=9";
    await w2s(`run s.study.ts ${many} --out varied`, { lab: async () => lab });
    expect(given).toEqual([{ epochs: ["50", "800", "9"], labels: ["hard"] }]);
    const record = JSON.parse(await readFile(join(cwd, "varied", "run.json"), "utf8"));
    expect(record.options.vary).toEqual(["epochs=50,800", "labels=hard", "epochs=9"]);
    expect((await w2s("run s.study.ts --vary epochs")).err()).toBe(
      'w2s: --vary: must be key=value, got "epochs"; for example --vary epochs=50,800\n',
    );
  });

  it("hands settings, seeds and limits on, and keeps them in the record", async () => {
    await w2s("run s.study.ts --set steps=2 --seeds 4 --limit 50 --threads 2 --out there");
    const record = JSON.parse(await readFile(join(cwd, "there", "run.json"), "utf8"));
    expect(record).toMatchObject({
      trials: 8,
      options: { set: ["steps=2"], seeds: [0, 1, 2, 3], limit: 50, threads: 2 },
      steps: { total: 2, cached: 0, run: 2 },
      studyFile: { path: "s.study.ts" },
    });
    expect((await w2s("run s.study.ts --set stps=2")).err()).toBe(
      'w2s: --set: unknown setting "stps"\n',
    );
  });

  it("keeps a quick trial's results apart from the whole study's", async () => {
    await w2s("run s.study.ts");
    const whole = await readFile(join(cwd, "runs/s/run.json"), "utf8");
    expect((await w2s("run s.study.ts --limit 10")).err()).toContain("written to runs/s-limit-10:");
    expect(await readFile(join(cwd, "runs/s/run.json"), "utf8")).toBe(whole);
  });

  it("tells a failure after Ctrl-C as what it is", async () => {
    const controller = new AbortController();
    const failing = (error: () => unknown): Lab => ({
      ...fakeLab,
      async runPlan() {
        controller.abort();
        throw error();
      },
    });
    const interruptible = <T>(work: (signal: AbortSignal) => Promise<T>) => work(controller.signal);
    const run = (error: () => unknown) =>
      w2s("run s.study.ts", { interruptible, lab: async () => failing(error) });
    const failed = await run(() => new InputError("the disk is full"));
    expect([failed.code, failed.err()]).toEqual([2, expect.stringContaining("the disk is full")]);
    const stopped = await run(() => controller.signal.reason);
    expect([stopped.code, stopped.err()]).toEqual([130, expect.stringContaining("interrupted")]);
    const events = await eventsIn(join(cwd, "runs", "s"));
    expect(events.map((one) => one?.event)).toEqual(["run", "plan", "ended"]);
    expect(events.at(-1)).toMatchObject({ how: "interrupted" });
  });

  it("keeps finished steps when one fails, and ends with 1", async () => {
    await writeFile(
      join(cwd, "f.mjs"),
      "export default { fake: true, steps: 3, stepMs: 1, failAt: 2 };\n",
    );
    const { code, err } = await w2s("run f.mjs");
    expect(code).toBe(1);
    expect(err()).toContain("loss became NaN");
    expect(await readdir(join(cwd, "runs", "f"))).toEqual(["events.jsonl"]);
    const events = await eventsIn(join(cwd, "runs", "f"));
    expect(events.at(-1)).toMatchObject({ how: "failed", message: expect.stringContaining("NaN") });
    expect((await w2s("run f.mjs")).err()).toContain("2 cached, 1 to run");
  });

  it("warns of a damaged step in one line and computes it again", async () => {
    await w2s("run s.study.ts");
    const store = await openStore(join(cwd, "store"));
    const name = stepName({
      kind: "features",
      version: 1,
      params: { study: "", step: 1 },
      inputs: {},
    });
    await truncate(join(store.dir, "steps", name.slice(0, 2), name, "facts.json"), 3);
    const { code, err } = await w2s("run s.study.ts");
    expect(code).toBe(0);
    expect(err()).toContain(`step ${name.slice(0, 12)} is damaged, facts.json must be`);
    expect(err()).toContain("2 cached, 1 to run");
  });

  it("refuses a store or a folder for results that cannot be one, before any work", async () => {
    await writeFile(join(cwd, "file"), "");
    const store = await w2s("run s.study.ts --store file");
    expect([store.code, store.err()]).toEqual([
      2,
      `w2s: store ${join(cwd, "file")}: must be a folder, got a file; move it away, or name ` +
        "another store with --store DIR or W2S_STORE\n",
    ]);
    const out = await w2s("run s.study.ts --out file/deep");
    expect(out.code).toBe(2);
    expect(out.err()).toContain("results need a folder");
    expect(await readdir(cwd)).toEqual(["file", "s.study.ts"]);
  });
});

describe("what a user got wrong", () => {
  it("is told of folders with models that are not there, before any work", async () => {
    await writeFile(join(cwd, "file"), "");
    for (const [line, given, message] of [
      [
        "--models nowhere",
        {},
        `--models: must be a folder with models, there is none at ${cwd}/nowhere`,
      ],
      ["--models file", {}, `--models: must be a folder with models, got a file at ${cwd}/file`],
      [
        "--models .",
        { env: { W2S_STORE: join(cwd, "store"), W2S_MODELS: "/nowhere" } },
        "W2S_MODELS: must be a folder with models, there is none at /nowhere",
      ],
    ] as const) {
      const { code, out, err } = await w2s(`run s.study.ts ${line}`, given);
      expect([code, out(), err()]).toEqual([2, "", `w2s: ${message}\n`]);
    }
  });

  it("is told which command help was asked of", async () => {
    expect((await w2s("help runn")).err()).toBe(
      'w2s: help: unknown command "runn"; did you mean "run"?\n',
    );
    expect((await w2s("help xyzzy")).err()).toContain("the commands are init, run,");
    expect((await w2s("cache")).err()).toBe(
      "w2s: say which: cache ls, cache path, cache verify, cache prune, cache copy, cache gc\n",
    );
  });

  it("is told in one line of parts that the study does not have", async () => {
    expect((await w2s("run s.study.ts --only tsk=sst2")).err()).toContain(
      "--only: must be PART=NAME with task, supervisor, student, method as the part, got " +
        '"tsk=sst2"',
    );
    expect((await w2s("run s.study.ts --only method=")).err()).toMatch(
      /as the part, got "method="\n$/,
    );
    const proto = await w2s("run s.study.ts --vary __proto__=1 --dry-run");
    expect([proto.code, proto.err()]).toEqual([0, ""]);
    await w2s("run s.study.ts --only task=sst2,method=naive");
    const folder = join(cwd, "runs", "s-only-sst2-naive");
    const record = JSON.parse(await readFile(join(folder, "run.json"), "utf8"));
    expect(record.options.only).toEqual(["task=sst2", "method=naive"]);
  });
});

describe("w2s report", () => {
  it("writes the page and the figures again, and tells bullets, table and chart", async () => {
    await w2s("run s.study.ts");
    const page = await readFile(join(cwd, "runs/s/report.html"), "utf8");
    await rm(join(cwd, "runs/s/report.html"));
    const { code, out, err } = await w2s("report s");
    expect(code).toBe(0);
    const parts = [
      "- Of 40 comparisons on",
      "sst2: accuracy on 1,821",
      "  0 the supervisor   1 the",
    ];
    const places = parts.map((part) => out().indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBe(0);
    expect(out().match(/^- /gm)).toHaveLength(3);
    expect(err()).toBe("\nwritten to runs/s: runs/s/report.html, figures\n");
    expect(await readFile(join(cwd, "runs/s/report.html"), "utf8")).toBe(page);
    expect(page).toContain("A fake study: nothing was trained.");
    expect(page).toContain("s.study.ts (SHA-256");
  });

  it("fits any terminal, colours where they may be, is plain ASCII when asked", async () => {
    await w2s("run s.study.ts");
    for (const columns of [20, 40, 80, 120]) {
      const { out } = await w2s("report s", narrow(columns));
      for (const line of out().split("\n")) expect(line.length, line).toBeLessThanOrEqual(columns);
      // No interval is cut: every bracket that opens on a line is closed on it.
      for (const line of out().split("\n")) {
        expect(line.match(/\[-?\./g)?.length ?? 0, line).toBe(line.match(/\d\]/g)?.length ?? 0);
      }
    }
    const ascii = (await w2s("report s --ascii")).out();
    expect(ascii).not.toMatch(/[^\x20-\x7e\n]/);
    expect(ascii).toMatch(/ \.\d{3} \+-\.\d{3} /);
    for (const columns of [40, 100]) {
      const { out } = await w2s("report s --ascii", narrow(columns));
      for (const line of out().split("\n")) expect(line.length, line).toBeLessThanOrEqual(columns);
    }
  });

  it("reads a run of an older version, and says what it does not know of it", async () => {
    await w2s("run s.study.ts");
    const path = join(cwd, "runs/s/results.json");
    const { design: _, ...now } = JSON.parse(await readFile(path, "utf8"));
    // Format 2: the student is called strong, and the roles stand one level up.
    const outcomes = now.outcomes.map(
      ({ scores, arms, curves, comparison, labelQuality, warnings, ...rest }: AnyOutcome) => ({
        ...rest,
        weak: scores.weak,
        strong: scores.student,
        ceiling: scores.ceiling,
      }),
    );
    await writeFile(path, JSON.stringify({ ...now, format: 2, outcomes }));
    const { code, err } = await w2s("report s");
    expect(code).toBe(0);
    expect(err()).toContain("is the record of other results");
    const page = await readFile(join(cwd, "runs/s/report.html"), "utf8");
    expect(page).toContain("written before studies kept their set-up");
    expect(page).toContain("Arms that were not run");
    expect(page).not.toContain("What ran");
  });

  it("makes a page of results alone, and none of what stands beside them", async () => {
    await w2s("run s.study.ts");
    for (const name of ["results.csv", "run.json", "report.html"]) {
      await rm(join(cwd, "runs/s", name));
    }
    expect((await w2s("report s")).code).toBe(0);
    expect(await readFile(join(cwd, "runs/s/report.html"), "utf8")).toContain("Of 40 comparisons");
    await rm(join(cwd, "runs/s/results.json"));
    const { code, err } = await w2s("report s");
    expect([code, err()]).toEqual([
      2,
      "w2s: runs/s/results.json: no results there; w2s ls lists the finished runs\n",
    ]);
  });

  it("refuses a run that is not there and damaged results, in one line and with 2", async () => {
    await w2s("run s.study.ts");
    const missing = await w2s("report t");
    expect([missing.code, missing.err()]).toEqual([
      2,
      'w2s: unknown run "t"; w2s ls lists the finished runs\n',
    ]);
    await writeFile(join(cwd, "runs/s/results.json"), '{ "format": 2 }');
    const damaged = await w2s("report s");
    expect(damaged.code).toBe(2);
    expect(damaged.err()).toBe(
      'w2s: runs/s/results.json: "study" must be given, as it says an older format; run the ' +
        "study again\n",
    );
  });
});

describe("w2s show and ls", () => {
  it.each([
    ["--csv --json", "--csv and --json"],
    ["--examples overruled-right --by kind", "--examples and --by"],
    ["--examples overruled-right --csv", "--examples and --csv"],
    ["--examples overruled-right --transcripts all", "--examples and --transcripts"],
    ["--by kind --json", "--by and --json"],
  ])("refuse show %s, of which one would be without effect", async (given, both) => {
    const { code, err } = await w2s(`show ${given}`);
    expect([code, err()]).toEqual([
      2,
      `w2s: ${both}: each says what is printed; give one of them\n`,
    ]);
  });

  it("refuse to choose transcripts by what they are not of", async () => {
    expect((await w2s("show --transcripts all --method naive")).err()).toBe(
      "w2s: --method: transcripts are of a task, a supervisor and a seed alone; leave it out\n",
    );
  });

  it("print the table again, as JSON and as CSV", async () => {
    const { out } = await w2s("run s.study.ts");
    const table = out().slice(out().indexOf("sst2: "), out().indexOf("PGR = ")).trim();
    expect(table).not.toBe("");
    expect((await w2s("show")).out()).toContain(table);
    expect((await w2s("show s")).out()).toMatch(
      /^s, finished \d{4}-\d\d-\d\d \d\d:\d\d, took \d+:\d\d \(runs\/s\)\n/,
    );
    const json = JSON.parse((await w2s("show s --json")).out());
    expect([json.outcomes.length, json.record.trials]).toEqual([40, 3]);
    expect(parse((await w2s("show s --csv")).out(), { columns: true })).toHaveLength(40);
  });

  it("list runs with their best line, and say of how many rows it is the best", async () => {
    expect((await w2s("ls")).err()).toBe(
      "no finished run in ./runs; start one with w2s run STUDY\n",
    );
    await w2s("run s.study.ts");
    expect((await w2s("ls")).out()).toMatch(/ {2}s {2}3 trials {4}best of 40: PGR \.\d\d \[/);
    expect(JSON.parse((await w2s("ls --json")).out())).toMatchObject({
      name: "s",
      rows: 40,
      trials: 3,
    });
  });

  it("say when there is no such run", async () => {
    const { code, err } = await w2s("show nope");
    expect([code, err()]).toEqual([2, 'w2s: unknown run "nope"; w2s ls lists the finished runs\n']);
    expect((await w2s("show")).err()).toBe(
      "w2s: no finished run in ./runs; start one with w2s run STUDY\n",
    );
  });
});

describe("w2s cache", () => {
  it("prints path, kinds and sizes", async () => {
    expect((await w2s("cache path")).out()).toBe(`${join(cwd, "store")}\n`);
    await w2s("run s.study.ts");
    expect((await w2s("cache ls")).out()).toMatch(
      /^features {5,}3 steps +[\d.]+ k?B\nall {10,}3 steps +[\d.]+ k?B\n$/,
    );
    expect(JSON.parse((await w2s("cache ls --json")).out()).kinds[0]).toMatchObject({
      kind: "features",
      steps: 3,
    });
  });

  it("says so when the store that is named is not there, and makes none", async () => {
    for (const command of ["verify", "ls", "prune --all --delete"]) {
      const { code, out, err } = await w2s(`cache ${command} --store nowhere`);
      expect([code, out(), err()]).toEqual([
        2,
        "",
        `w2s: --store: there is no store at ${join(cwd, "nowhere")}; a run makes one, so name ` +
          "the one that runs write to\n",
      ]);
    }
    expect((await w2s("cache verify")).err()).toContain("W2S_STORE: there is no store at");
    expect(await readdir(cwd)).toEqual(["s.study.ts"]);
    const own = await w2s("cache verify", { env: { HOME: cwd } });
    expect([own.code, own.out()]).toEqual([0, "0 steps checked, 0 damaged\n"]);
  });

  it("touches nothing in a folder that is no store", async () => {
    await mkdir(join(cwd, "scratch", "data"), { recursive: true });
    await utimes(join(cwd, "scratch", "data"), new Date(0), new Date(0));
    const { code, err } = await w2s("cache verify --store .");
    expect([code, err()]).toEqual([2, expect.stringContaining("must be a store or an empty")]);
    expect(await readdir(join(cwd, "scratch"))).toEqual(["data"]);
  });

  it("verifies, and ends with 1 when a step was damaged", async () => {
    await w2s("run s.study.ts");
    expect((await w2s("cache verify")).out()).toBe("3 steps checked, 0 damaged\n");
    const { name } = (await (await openStore(join(cwd, "store"))).list())[0]!;
    await writeFile(join(cwd, "store", "steps", name.slice(0, 2), name, "facts.json"), "{}");
    const { code, out, err } = await w2s("cache verify");
    expect([code, out()]).toEqual([1, "3 steps checked, 1 damaged\n"]);
    expect(err()).toContain(`step ${name.slice(0, 12)} is damaged`);
  });

  it("prunes what was set aside too, by age or with everything", async () => {
    await w2s("run s.study.ts");
    const { name } = (await (await openStore(join(cwd, "store"))).list())[0]!;
    await writeFile(join(cwd, "store", "steps", name.slice(0, 2), name, "step.json"), "{");
    await w2s("cache verify");
    expect((await w2s("cache prune --older-than 1d --delete")).out()).toBe(
      "removed 0 steps, 0 B\n",
    );
    expect((await w2s("cache prune --kind features")).out()).toMatch(/remove 2 steps, /);
    expect((await w2s("cache prune --all --delete")).out()).toMatch(
      /^removed 2 steps and 1 damaged, \d+ B\n$/,
    );
    expect(await readdir(join(cwd, "store", "damaged"))).toEqual([]);
    expect(await readdir(join(cwd, "store", "tmp"))).toEqual([]);
  });

  it("prunes by age and kind, only when told what", async () => {
    await w2s("run s.study.ts");
    const { name } = (await (await openStore(join(cwd, "store"))).list())[0]!;
    const old = new Date(Date.now() - 40 * 86400e3);
    await utimes(join(cwd, "store", "steps", name.slice(0, 2), name, "step.json"), old, old);
    const vague = await w2s("cache prune");
    expect([vague.code, vague.err()]).toEqual([
      2,
      "w2s: cache prune: say what to remove with --older-than 30d, --kind features or --all\n",
    ]);
    expect((await w2s("cache prune --older-than 30d")).out()).toMatch(
      /^would remove 1 step, \d+ B\n$/,
    );
    expect((await w2s("cache prune --older-than 30d --delete")).out()).toMatch(
      /^removed 1 step, \d+ B\n$/,
    );
    expect((await w2s("cache prune --kind feature")).err()).toContain('did you mean "features"?');
    expect((await w2s("cache prune --kind features --delete")).out()).toContain("removed 2 steps");
    expect((await w2s("cache ls")).out()).toContain("0 steps");
  });
});

describe("w2s doctor", () => {
  it("makes no store, and says whether one could be made", async () => {
    const { code, out } = await w2s("doctor --store none/store");
    expect(code).toBe(0);
    expect(out()).toMatch(/^ok +store +\S*none\/store, not there yet; a run makes it$/m);
    expect(await readdir(cwd)).toEqual(["s.study.ts"]);
    const under = await w2s("doctor --store s.study.ts/store");
    expect(under.code).toBe(1);
    expect(under.out()).toMatch(
      /^FAIL +store .*: steps need a folder, \S+ is a file; name another with --store DIR$/m,
    );
  });

  it("checks the device that the environment names", async () => {
    const env = { W2S_STORE: join(cwd, "store"), HOME: cwd };
    const wrong = await w2s("doctor", { env: { ...env, W2S_DEVICE: "tpu" } });
    expect(wrong.code).toBe(1);
    expect(wrong.out()).toMatch(
      /^FAIL +device +W2S_DEVICE: must be one of cpu, cuda, webgpu, got "tpu"$/m,
    );
    const right = await w2s("doctor", { env: { ...env, W2S_DEVICE: "webgpu" } });
    expect(right.out()).toMatch(/^ok +device +webgpu, as W2S_DEVICE says$/m);
  });

  it("checks Node, machine, runtime, store and models, and never tells a token", async () => {
    const env = {
      W2S_STORE: join(cwd, "store"),
      HF_HOME: cwd,
      HF_TOKEN: "hf_secret",
      HF_ENDPOINT: "https://hub.test/",
      HF_HUB_OFFLINE: "1",
    };
    const { code, out } = await w2s("doctor", { env });
    expect(code).toBe(0);
    expect(out()).toContain(`ok    node             ${process.versions.node}, w2s 0.1.0`);
    expect(out()).toContain("ok    onnxruntime cpu  1.30.0, 2 + 2 = 4");
    expect(out()).toContain(
      `cache ${cwd}/hub (not there yet); endpoint https://hub.test; offline; token set`,
    );
    expect(out()).not.toContain("hf_secret");
  });

  it("tells of the hub what the client does, and refuses what it refuses", async () => {
    const hubLine = async (env: Record<string, string>) => {
      const { out } = await w2s("doctor", { env: { W2S_STORE: join(cwd, "store"), ...env } });
      return out()
        .split("\n")
        .find((line) => / {2}hub {2}/.test(line));
    };
    await mkdir(join(cwd, "c", "models--org--tiny"), { recursive: true });
    await writeFile(join(cwd, "token"), "hf_file");
    expect(
      await hubLine({ HF_HOME: cwd, HF_HUB_CACHE: join(cwd, "c"), TRANSFORMERS_OFFLINE: "1" }),
    ).toContain(
      `cache ${join(cwd, "c")} (1 model: org/tiny); endpoint https://huggingface.co; offline; ` +
        "no token in HF_TOKEN",
    );
    const refused = await hubLine({ HF_ENDPOINT: "https://me:pw@hub.test" });
    expect(refused).toMatch(/^FAIL {2}hub .*must hold no user name or password/);
    expect(refused).not.toContain("pw@");
  });

  it("ends with 1 when a check fails", async () => {
    const { code, out } = await w2s("doctor --models missing");
    expect(code).toBe(1);
    expect(out()).toContain(`FAIL  model folder     ${join(cwd, "missing")}: must be a folder`);
  });

  it("says which models it found, and takes no absent device for a fault", async () => {
    for (const name of ["tiny", "org/small", "org/empty"]) {
      await mkdir(join(cwd, "models", name), { recursive: true });
      if (name !== "org/empty") await writeFile(join(cwd, "models", name, "config.json"), "{}");
    }
    const lab: Lab = {
      ...fakeLab,
      runtimeChecks: async () => [{ name: "webgpu", ok: null, detail: "no adapter" }],
    };
    const { code, out } = await w2s("doctor --models models", { lab: async () => lab });
    expect(code).toBe(0);
    expect(out()).toContain("none  webgpu        no adapter");
    expect(out()).toContain(
      `ok    model folder  ${join(cwd, "models")}: 2 models: org/small, tiny`,
    );
  });
});

describe("w2s export", () => {
  it("says what is missing, misspelt or in the way before any work", async () => {
    await mkdir(join(cwd, "taken"));
    await writeFile(join(cwd, "taken", "file"), "mine");
    const refusals = {
      "export s.study.ts":
        'required option "--to <dir>" not specified; w2s export --help tells more',
      "export s.study.ts --to taken": "taken: has files in it; name another folder",
      "export s.study.ts --to taken --overwrite":
        "taken: only a folder that w2s wrote is replaced, and this one has no w2s-files.json; " +
        "name another folder, or remove this one",
      "export s.study.ts --to . --overwrite": ".".concat(
        ": must be a folder of its own, got one that holds ",
        cwd,
      ),
      "export s.study.ts --to s.study.ts": "s.study.ts: a file lies there; name another folder",
      "export nope.study.ts --to x":
        "nope.study.ts: no such study file; w2s init writes a first one",
      "export nope --to x": 'unknown run "nope"; w2s ls lists the finished runs',
      "export s.study.ts --to x --format tflite": '--format: must be one of hf, onnx, got "tflite"',
      "export s.study.ts --to x --device gpu":
        '--device: must be one of cpu, cuda, webgpu, got "gpu"',
      "export s.study.ts --to x": "a fake study trains nothing",
    };
    for (const [line, message] of Object.entries(refusals)) {
      const { code, err } = await w2s(line);
      expect([line, code, err()]).toEqual([line, 2, `w2s: ${message}\n`]);
    }
    expect((await readdir(cwd)).sort()).toEqual(["s.study.ts", "taken"]);
  });

  it("takes a run by its name while its study file is what it was, and its seeds", async () => {
    await w2s("run s.study.ts --seeds 2");
    const seen: unknown[] = [];
    const lab: Lab = {
      ...fakeLab,
      planStudy: (study, options) => {
        seen.push(options.seeds);
        return fakeLab.planStudy(study, options);
      },
    };
    const first = await w2s("export s --to x --seed 1", { lab: async () => lab });
    expect([first.code, first.err(), seen]).toEqual([
      2,
      "w2s: a fake study trains nothing\n",
      [[1]],
    ]);
    await w2s("export s --to x", { lab: async () => lab });
    expect(seen[1]).toEqual([0, 1, 2, 3, 4]);
    const other = await w2s("export s --to x --seed 9");
    expect(other.err()).toBe('w2s: --seed: run "s" has seeds 0, 1, 2, 3, 4, got 9\n');
    await writeFile(
      join(cwd, "s.study.ts"),
      'import { writeFileSync } from "node:fs";\n' +
        `writeFileSync(${JSON.stringify(join(cwd, "ran"))}, "");\n` +
        "export default { fake: true, steps: 4, stepMs: 1 };\n",
    );
    expect((await w2s("export s --to x")).err()).toBe(
      'w2s: s.study.ts: has changed since run "s"; run it again, or export from s.study.ts ' +
        "itself\n",
    );
    expect(await readdir(cwd)).not.toContain("ran");
    await rm(join(cwd, "s.study.ts"));
    expect((await w2s("export s --to x")).err()).toBe(
      'w2s: s.study.ts: run "s" was made of it, and it is not here; run this in the folder where ' +
        "the run was made, or name the study file instead\n",
    );
  });

  it("refuses a run whose study imports what has changed since", async () => {
    await writeFile(join(cwd, "part.ts"), "export const steps = 3;\n");
    await writeFile(
      join(cwd, "i.ts"),
      'import { steps } from "./part";\nexport default { fake: true, steps, stepMs: 1 };\n',
    );
    await w2s("run i.ts");
    expect((await w2s("export i --to x")).err()).toContain("a fake study trains nothing");
    await writeFile(join(cwd, "part.ts"), "export const steps = 4;\n");
    expect((await w2s("export i --to x")).err()).toBe(
      'w2s: part.ts: has changed since run "i"; run it again, or export from i.ts itself\n',
    );
  });
});

describe("w2s init", () => {
  it("writes a study, its data and a README, and says what is next", async () => {
    const { code, out } = await w2s("init lab");
    expect(code).toBe(0);
    expect(out()).toBe(
      "wrote first.study.ts, reviews.tsv, README.md, package.json, tsconfig.json, .npmrc, " +
        ".gitignore into lab\nnext: npx w2s run lab/first.study.ts\n",
    );
    const tsv = await readFile(join(cwd, "lab", "reviews.tsv"), "utf8");
    const rows: Record<string, string>[] = parse(tsv, { delimiter: "\t", columns: true });
    expect(rows).toHaveLength(2000);
    expect(new Set(rows.map(({ label }) => label))).toEqual(new Set(["0", "1"]));
    expect(new Set(rows.map(({ sentence }) => sentence)).size).toBe(2000);
  });

  it("writes a study of one's own data, shows what it guessed, and plans as written", async () => {
    const rows = Array.from(
      { length: 80 },
      (_, i) => `film ${i} is a film,${i % 2 ? "yes" : "no"}`,
    );
    await writeFile(join(cwd, "my films.csv"), `text,good\n${rows.join("\n")}\n`);
    await writeFile(join(cwd, "package.json"), "{}");
    const io = fakeIo(cwd);
    expect(await main(["init", "--from", "my films.csv"], io)).toBe(0);
    expect(io.out().split("\n").slice(0, 4)).toEqual([
      "my films.csv: 80 rows, read as table(...)",
      '  text    "text"  by its name, for example "film 0 is a film"',
      '  label   "good"  A GUESS: the only column of a few values: no 40, yes 40, for example "no"',
      "  labels  { no: 0, yes: 1 }",
    ]);
    expect(io.out()).toMatch(/; kept package\.json\n.*\nnext: npx w2s run my-films\.study\.ts\n$/);
    expect(await readFile(join(cwd, "package.json"), "utf8")).toBe("{}");
    const text = await readFile(join(cwd, "my-films.study.ts"), "utf8");
    expect(text).toContain('task: table("my films.csv", {');
    const file = await loadStudy("my-films.study.ts", cwd, await loadLab());
    expect(file.study.options.task).toMatchObject({ kind: "table", name: "my films" });
    const again = fakeIo(cwd);
    expect(await main(["init", "--from", "my films.csv"], again)).toBe(2);
    expect(again.err()).toContain("my-films.study.ts: is there already, and init overwrites");
  });

  it("writes a project whose studies an editor checks", async () => {
    await w2s("init lab");
    const tsconfig = JSON.parse(await readFile(join(cwd, "lab", "tsconfig.json"), "utf8"));
    const about = JSON.parse(await readFile(join(cwd, "lab", "package.json"), "utf8"));
    expect([about.name, about.dependencies]).toEqual([
      "lab",
      { w2s: expect.stringMatching(/^\^\d/) },
    ]);
    expect(about.scripts).toEqual({ start: "w2s run first.study.ts", check: "tsc" });
    expect(tsconfig.compilerOptions).toMatchObject({ module: "nodenext", strict: true });
    // With w2s found above, as where it is installed, the compiler has nothing to say.
    await symlink(join(root, "node_modules"), join(cwd, "node_modules"));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "-p", join(cwd, "lab")], { stdio: "pipe" });
  });

  it("overwrites nothing, and then writes nothing", async () => {
    await writeFile(join(cwd, "README.md"), "mine");
    const { code, err } = await w2s("init");
    expect([code, err()]).toEqual([
      2,
      "w2s: README.md: is there already, and init overwrites nothing; name another folder\n",
    ]);
    expect((await readdir(cwd)).sort()).toEqual(["README.md", "s.study.ts"]);
  });
});

describe("wrong use", () => {
  it.each([
    ["rnu", 'unknown command "rnu"; did you mean "run"?'],
    [
      "frobnicate",
      'unknown command "frobnicate"; the commands are init, run, experiments, demo, status, ' +
        "work, export, labels, label, show, report, diagnostics, ls, studio, verify, world, " +
        "pretrain, playground, doctor, cache",
    ],
    ["run x.ts --sed 3", 'unknown option "--sed"; did you mean "--seed" or "--set"?'],
    ["run", 'missing required argument "study"; w2s run --help tells more'],
    [
      "run a b",
      'too many arguments for "run". Expected 1 argument but got 2; w2s run --help tells more',
    ],
    ["cache", "say which: cache ls, cache path, cache verify, cache prune, cache copy, cache gc"],
    [
      "cache frobnicate",
      'unknown command "frobnicate"; the commands are cache ls, cache path, cache verify, cache ' +
        "prune, cache copy, cache gc",
    ],
    ["studio --port 99999", '--port: must be at most 65535, got "99999"'],
    ["run s.study.ts --threads 9999", '--threads: must be at most 1024, got "9999"'],
    [
      "run s.study.ts --store s4://bucket/x",
      'store: must be a folder or s3://BUCKET/PREFIX, got "s4://bucket/x"',
    ],
    [
      "cache ls --store s3:/bucket/x",
      'store: must be a folder or s3://BUCKET/PREFIX, got "s3:/bucket/x"',
    ],
    ["cache verfy", 'unknown command "verfy"; did you mean "verify"?'],
    [
      "run x.ts --seed 1 --seeds 2",
      'option "--seed <n>" cannot be used with option "--seeds <n>"; w2s run --help tells more',
    ],
    ["run s.study.ts --device gpu", '--device: must be one of cpu, cuda, webgpu, got "gpu"'],
    ["run x.ts --limit none", '--limit: must be a whole number of at least 1, got "none"'],
  ])("w2s %s ends with 2 and one line", async (line, message) => {
    const { code, out, err } = await w2s(line);
    expect([code, out(), err()]).toEqual([2, "", `w2s: ${message}\n`]);
  });

  it.each([
    [["run", "s.study.ts", "--out", ""], "--out"],
    [["run", "s.study.ts", "--store", " "], "--store"],
    [["run", "s.study.ts", "--models", "m", "--models", ""], "--models"],
    [["run", ""], "study"],
    [["report", ""], "run"],
    [["cache", "copy", "--to", ""], "--to"],
  ])("w2s %j, which says nothing, is refused and writes nothing", async (args, name) => {
    const io = fakeIo(cwd);
    expect(await main(args, io)).toBe(2);
    expect(io.err()).toBe(`w2s: ${name}: must not be empty; is a variable of the shell not set?\n`);
    expect(await readdir(cwd)).toEqual(["s.study.ts"]);
  });

  it("without any argument prints the help on stderr", async () => {
    const { code, err } = await w2s("");
    expect(code).toBe(2);
    expect(err()).toContain("Usage: w2s [options] [command]");
  });
});
