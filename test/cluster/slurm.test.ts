// A study by Slurm, where a controller answers: CI starts one of one node (.ci/run). The scripts
// are written, and run by a shell, everywhere.

import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../scratch.js";
import { Command, drawnText, pause, resultsOf, runArgs, withStudy } from "./processes.js";
import { restartController, stopController } from "./slurm-controller.js";

const hasSlurm = spawnSync("sinfo", ["--noheader"], { timeout: 5000 }).status === 0;
const folder = withStudy(scratchFolder("slurm"));
let expected: string;
beforeAll(async () => {
  const alone = new Command(folder, runArgs("alone"));
  expect(await alone.ended, alone.out).toBe(0);
  expected = resultsOf(folder, "alone");
}, 300_000);

describe("w2s run --slurm-scripts", () => {
  it("writes tasks that any scheduler can run, level after level", async () => {
    const written = new Command(folder, [...runArgs("scripts"), "--slurm-scripts", "it's here"]);
    expect(await written.ended, written.out).toBe(0);
    expect(written.out).toMatch(/\d+ passes in \d+ levels of [\d, ]+ tasks/);
    const scripts = join(folder, "it's here");
    expect(readFileSync(join(scripts, "submit.sh"), "utf8")).toContain(
      '--dependency="afterany$before"',
    );
    const levels = readdirSync(scripts).filter((name) => /^level-\d+\.jsonl$/.test(name)).length;
    for (let level = 0; level < levels; level++) {
      const tasks = readFileSync(join(scripts, `level-${level}.jsonl`), "utf8")
        .trim()
        .split("\n");
      for (const task of tasks.keys()) {
        // Few of many: each plans the study. The last command does the rest.
        if (task > 0) break;
        execFileSync("sh", [`level-${level}.sh`, String(task)], { cwd: scripts, stdio: "pipe" });
      }
      if (level === 0) break;
    }
    const unsaid = spawnSync("sh", ["level-0.sh"], { cwd: scripts, encoding: "utf8" });
    expect(unsaid).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /level-0: which task is not said; give its number, 0 to \d+, as/,
      ),
    });
    const run = new Command(folder, runArgs("scripts"));
    expect(await run.ended, run.out).toBe(0);
    expect(run.out).not.toMatch(/: 0 cached/);
    expect(resultsOf(folder, "scripts")).toBe(expected);
    // Now all is there.
    const more = new Command(folder, [...runArgs("scripts"), "--slurm-scripts", "nothing"]);
    expect(await more.ended, more.out).toBe(0);
    expect(more.out).toContain(
      "nothing to submit, and nothing written: every step is in the store; the same w2s run, ",
    );
    expect(existsSync(join(folder, "nothing"))).toBe(false);
  }, 120_000);

  it("leaves beside them why a task refuses its passes", async () => {
    const scripts = join(folder, "refused");
    const written = new Command(folder, [...runArgs("refused"), "--slurm-scripts", scripts]);
    expect(await written.ended, written.out).toBe(0);
    const order = JSON.parse(readFileSync(join(scripts, "order.json"), "utf8"));
    order.versions.w2s = "9.9.9";
    writeFileSync(join(scripts, "order.json"), JSON.stringify(order));
    const task = spawnSync("sh", ["level-0.sh", "0"], { cwd: scripts, encoding: "utf8" });
    expect(task).toMatchObject({ status: 2, stderr: expect.stringContaining("this node has w2s") });
    expect(readFileSync(join(scripts, "refused", "level-0-0"), "utf8")).toMatch(
      /^\S+: this node has w2s \S+, the run has 9\.9\.9; install the same/,
    );
  }, 60_000);

  it("leaves beside them that a node sees another store than the run's", async () => {
    const scripts = join(folder, "elsewhere");
    const written = new Command(folder, [...runArgs("elsewhere"), "--slurm-scripts", scripts]);
    expect(await written.ended, written.out).toBe(0);
    const order = JSON.parse(readFileSync(join(scripts, "order.json"), "utf8"));
    // The record is there that the order names.
    expect(readdirSync(join(order.store, "claims", "seals"))).toEqual([order.seal]);
    writeFileSync(join(scripts, "order.json"), JSON.stringify({ ...order, seal: "head~1~00ff" }));
    const task = spawnSync("sh", ["level-0.sh", "0"], { cwd: scripts, encoding: "utf8" });
    expect(task.status).toBe(2);
    const line = readFileSync(join(scripts, "refused", "level-0-0"), "utf8");
    expect(line).toMatch(
      /^\S+: this node: store \S+: must be the run's own, \S+ as head sees it, /,
    );
    expect(line).toMatch(/got another one or a copy; a run by Slurm needs one that all nodes see /);
    renameSync(order.store, `${order.store}-moved`);
    const alone = spawnSync("sh", ["level-0.sh", "0"], { cwd: scripts, encoding: "utf8" });
    expect(alone.status).toBe(2);
    expect(alone.stderr).toContain(`w2s: this node: there is no store at ${order.store}; all `);
    expect(existsSync(order.store)).toBe(false);
  }, 60_000);

  it.skipIf(process.platform !== "linux")(
    "says by its name why its folder cannot be",
    async () => {
      for (const [place, says] of [
        ["/proc/w2s", "w2s: /proc/w2s: cannot be written, no folder can be made there; write "],
        ["/dev/null/w2s", "w2s: --slurm-scripts: /dev/null/w2s: must be a folder for scripts"],
      ] as const) {
        const bad = new Command(folder, [...runArgs("place"), "--slurm-scripts", place]);
        expect(await bad.ended, bad.out).toBeGreaterThan(0);
        expect(bad.out).toContain(says);
        expect(bad.out).toContain("--slurm-scripts");
        expect(readdirSync(join(folder, "store-place", "claims", "seals"))).toEqual([]);
      }
    },
    60_000,
  );

  it("says where there is no Slurm, and what an option must be", async () => {
    const programs = scratchFolder("programs");
    for (const name of ["sh", "rm"]) symlinkSync(`/bin/${name}`, join(programs, name));
    const none = new Command(folder, [...runArgs("none"), "--slurm"], { PATH: programs });
    expect(await none.ended, none.out).toBe(2);
    expect(none.out).toContain("w2s: --slurm: sbatch is not on this machine");
    const bad = new Command(folder, [...runArgs("bad"), "--slurm", "--slurm-option", "rm -rf"]);
    expect(await bad.ended).toBe(2);
    expect(bad.out).toContain('w2s: --slurm-option: must be an option of sbatch, got "rm -rf"');
  }, 60_000);
});

describe.skipIf(!hasSlurm)("w2s run --slurm", () => {
  const jobsOf = (name: string) =>
    readFileSync(join(folder, `out-${name}`, "slurm", "jobs"), "utf8")
      .trim()
      .split("\n");

  it("gives the bytes that one process gives, also when jobs are cancelled meanwhile", async () => {
    const run = new Command(folder, [...runArgs("slurm"), "--slurm", "--slurm-tasks", "2"]);
    await run.says("passes by Slurm");
    await pause(6000);
    execFileSync("scancel", [jobsOf("slurm")[0]!]);
    expect(await run.ended, run.out).toBe(0);
    expect(resultsOf(folder, "slurm")).toBe(expected);
    const status = new Command(folder, ["status", "out-slurm"]);
    await status.ended;
    expect(status.out).toMatch(/by slurm from[\s\S]*logs in .*slurm\/logs/);
  }, 400_000);

  it.each(["SIGINT", "SIGTERM"] as const)(
    "cancels its jobs at %s",
    async (signal) => {
      const name = `cancelled-${signal}`;
      const run = new Command(folder, [...runArgs(name), "--slurm"]);
      await run.says("passes by Slurm");
      await pause(4000);
      run.kill(signal);
      expect(await run.ended, run.out).toBe(130);
      await pause(1000);
      const jobs = jobsOf(name).join(",");
      const left = spawnSync("squeue", ["--noheader", "--states=PD,R", `--jobs=${jobs}`]);
      expect(String(left.stdout).trim()).toBe("");
    },
    60_000,
  );

  it.skipIf(process.env.SLURM_CONF === undefined)(
    "waits for a controller that is away while it submits, and while jobs run",
    async () => {
      const folder = withStudy(scratchFolder("slurm-away"), drawnText);
      const alone = new Command(folder, runArgs("alone"));
      expect(await alone.ended, alone.out).toBe(0);
      const run = new Command(folder, [...runArgs("away"), "--slurm", "--slurm-tasks", "1"]);
      await run.says(/^plan/m);
      const goOn = stopController();
      await run.says("Slurm's controller does not answer: waiting").finally(goOn);
      await run.says("Slurm's controller is back");
      await run.says(/by Slurm: [1-9]\d* \/ \d+ steps/);
      await restartController("SIGTERM", 12_000);
      expect(await run.ended, run.out).toBe(0);
      expect(resultsOf(folder, "away")).toBe(resultsOf(folder, "alone"));
      // What it took and could not say is cancelled, too.
      const place = join(folder, "out-away", "slurm");
      const left = spawnSync("squeue", ["--noheader", "--states=PD,R", "--format=%Z"]);
      expect(String(left.stdout).split("\n")).not.toContain(place);
    },
    400_000,
  );
});
