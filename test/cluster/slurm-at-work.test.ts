// What tasks of Slurm are at while they work, as the run's status has it: tasks in this process,
// and programs of our own making in Slurm's place.

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { TasksAtWork, taskFolder } from "../../packages/cluster/src/slurm/at-work.js";
import { slurmExecutor } from "../../packages/cluster/src/slurm/executor.js";
import { runTask } from "../../packages/cluster/src/slurm/task.js";
import { statusLines } from "../../packages/cluster/src/status/lines.js";
import { readStatus, type Status } from "../../packages/cluster/src/status/status.js";
import { wavesOf } from "../../packages/lab/src/engine/index.js";
import { openStore } from "../../packages/lab/src/store/index.js";
import { scratchFolder } from "../scratch.js";
import { module, orderOf, step, versions } from "./fake-cluster.js";
import { pause } from "./processes.js";

afterEach(() => void vi.unstubAllEnvs());

const quiet = () => undefined;
const reporter = { plan: quiet, begin: quiet, progress: quiet, end: quiet, warn: quiet };

/** A run of two passes, one behind the other, whose tasks the test runs itself. */
class Run {
  readonly folder = scratchFolder("at-work");
  readonly scripts = join(this.folder, "slurm");
  private readonly steps = (() => {
    const first = step(1);
    return [first, step(2, first)];
  })();

  constructor() {
    const programs = join(this.folder, "programs");
    mkdirSync(programs);
    const all = { sbatch: "echo 7", squeue: "echo 'RUNNING None|7_0'", scancel: "exit 0" };
    for (const [name, text] of Object.entries(all))
      writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    vi.stubEnv("PATH", programs + delimiter + process.env.PATH);
  }

  async begin(): Promise<void> {
    const store = await openStore(join(this.folder, "store"));
    await store.assertWritable();
    await slurmExecutor({
      ...{ store, reporter, signal: new AbortController().signal, everyMs: 100 },
      ...{ folder: this.scripts, runFolder: this.folder, task: "task", options: [] },
      order: orderOf("one", this.steps, store.place, this.folder),
    }).run(wavesOf(this.steps));
  }

  /** Lets the first pass end, which waits for that. */
  letGo(): void {
    writeFileSync(join(this.folder, "log.go"), "");
  }

  task(array: string): Promise<void> {
    return runTask({
      ...{ folder: this.scripts, array, task: 0, versions, reporter },
      command: { module, args: [join(this.folder, "log"), "50", "0", '{"waits":[1]}'] },
      openStore: (order) => openStore(order.store),
      plan: async (_, store) => ({
        plan: { targets: this.steps, device: "cpu", threads: 1 },
        store,
      }),
    });
  }

  /** Waits for a status that is so. @throws Error with the last one, after a minute and a half */
  async until(is: (status: Status) => boolean): Promise<Status> {
    const begun = performance.now();
    for (;;) {
      const status = await readStatus(this.folder).catch(() => undefined);
      if (status !== undefined && is(status)) return status;
      if (performance.now() - begun > 90_000) throw new Error(JSON.stringify(status));
      await pause(100);
    }
  }
}

describe.skipIf(process.platform === "win32")("w2s status of a run by Slurm", () => {
  it("shows what tasks are at while they work, and which machine did how many", async () => {
    const run = new Run();
    const over = run.begin();
    await run.until(({ state }) => state === "running");
    while (!existsSync(join(run.scripts, "jobs"))) await pause(50);
    const task = run.task("level-0");
    const during = await run.until(({ workers }) => workers.some(({ at }) => at !== null));
    expect(during.passes).toMatchObject({ running: 1, waiting: 1, done: 0 });
    const lines = statusLines(during, Date.now()).join("\n");
    expect(lines).toContain("passes  0 of 2 done, 1 running, 1 waiting");
    expect(lines).toMatch(
      new RegExp(`worker ${hostname()} level-0-0  0 done, \\d+% after \\d+ \\w+: fit`),
    );
    run.letGo();
    await task;
    await run.task("level-1");
    await over;
    const { passes, workers } = await run.until(({ state }) => state === "done");
    expect(passes).toMatchObject({ running: 0, done: 2 });
    expect(workers).toEqual([
      {
        name: hostname(),
        passesDone: 2,
        machine: expect.stringMatching(new RegExp(`^${hostname()}: .+, ${process.platform} `)),
        at: null,
      },
    ]);
  }, 120_000);

  it("takes a task whose word no longer changes for one that ended", async () => {
    const folder = scratchFolder("gone");
    const own = taskFolder(folder, "level-0-3");
    mkdirSync(own, { recursive: true });
    const status = {
      ...{ format: 1, study: "one", executor: "workers", device: "cpu", host: "n1", pid: 1 },
      ...{ state: "running", startedAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:09Z" },
      ...{ steps: { total: 2, done: 1 }, perMinute: null, leftMs: null, failed: [], skipped: [] },
      passes: { total: 2, done: 1, running: 1, waiting: 0, failed: 0, skipped: 0 },
      workers: [
        {
          name: "1",
          passesDone: 1,
          at: {
            pass: "ab".repeat(6),
            label: "fit",
            steps: 1,
            forMs: 900,
            share: 0.5,
            silentMs: 10,
          },
        },
      ],
      refused: [],
      logs: null,
    };
    writeFileSync(join(own, "status.json"), JSON.stringify(status));
    let now = 1000;
    vi.spyOn(performance, "now").mockImplementation(() => now);
    const tasks = new TasksAtWork(folder);
    const [worker] = [...(await tasks.look(1))];
    expect([worker![0], worker![1].at]).toEqual([
      "n1 level-0-3",
      { pass: "ab".repeat(6), steps: 1, label: "fit", share: 0.5, since: 100, heardAt: 990 },
    ]);
    now += 200_000;
    expect([...(await tasks.look(1))]).toEqual([["n1", { at: null, passesDone: 1 }]]);
    vi.restoreAllMocks();
  });
});
