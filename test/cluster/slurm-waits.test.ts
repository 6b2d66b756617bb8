// What a run by Slurm says while its jobs wait, and which of them it cancels, by programs of our
// own making.

import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { slurmExecutor } from "../../packages/cluster/src/slurm/executor.js";
import { readStatus } from "../../packages/cluster/src/status/status.js";
import { wavesOf } from "../../packages/lab/src/engine/index.js";
import { makeStep } from "../../packages/lab/src/engine/step.js";
import { openStore } from "../../packages/lab/src/store/index.js";
import { fakeKind } from "../../packages/lab/test/fake-steps.js";
import { scratchFolder } from "../scratch.js";
import { pause } from "./processes.js";

/** A run of two passes, one after the other, of which nothing is ever done. */
class Waiting {
  readonly lines: string[] = [];
  readonly over: Promise<unknown>;
  private readonly stop = new AbortController();

  constructor(
    private readonly folder: string,
    private readonly goneMs?: number,
  ) {
    this.over = this.begun().catch((error: unknown) => error);
  }

  private async begun(): Promise<void> {
    const store = await openStore(join(this.folder, "store"));
    const nothing = () => undefined;
    const executor = slurmExecutor({
      ...{ store, signal: this.stop.signal, everyMs: 20, silentMs: 200, runFolder: this.folder },
      ...{ folder: join(this.folder, "scripts"), task: "task", options: [] },
      ...(this.goneMs !== undefined && { goneMs: this.goneMs }),
      order: {
        ...{ format: 1, study: "one", which: "one", cwd: ".", plan: "one", device: "cpu" },
        ...{ threads: 1, tries: 3, store: store.place, versions: {}, flags: {} },
      },
      reporter: {
        ...{ plan: nothing, begin: nothing, progress: nothing, end: nothing },
        warn: (text) => this.lines.push(text),
      },
    });
    const first = makeStep(fakeKind("fit"), { n: 1 }, {}, "fit 1");
    const second = makeStep(fakeKind("fit"), { n: 2 }, { from: [first] }, "fit 2");
    await executor.run(wavesOf([first, second]));
  }

  async end(): Promise<void> {
    this.stop.abort(new Error("enough"));
    expect(await this.over).toEqual(new Error("enough"));
  }

  /** Jobs that it cancelled. */
  get cancelled(): string {
    return readFileSync(join(this.folder, "scancel.called"), "utf8").trim();
  }
}

/** A folder with Slurm's programs, which come first from now on: what each of them does. */
function slurmOf(programs: Readonly<Record<"sbatch" | "squeue", string>>): string {
  const folder = scratchFolder("programs");
  const all = { ...programs, scancel: 'echo "$@" > "$0.called"' };
  for (const [name, text] of Object.entries(all)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
  vi.stubEnv("PATH", folder + delimiter + process.env.PATH);
  return folder;
}

describe("a run by Slurm", () => {
  afterEach(() => void vi.unstubAllEnvs());

  it.each([
    [
      "echo 'PENDING (Nodes are DOWN)'",
      /^none of its jobs has run for 0 s \(\(Nodes are DOWN\)\); /,
    ],
    ["echo 'PENDING Dependency'; echo 'PENDING Priority'", /^none of its jobs .* \(Priority\); sq/],
    ["exit 1", /^squeue has not answered for 0 s; squeue --jobs=7,7 lists them/],
    ["echo 'RUNNING None'", undefined],
  ])("says once that nobody runs its passes: %s", async (squeue, line) => {
    const waiting = new Waiting(slurmOf({ sbatch: "echo 7", squeue }));
    await pause(1500);
    await waiting.end();
    expect(waiting.lines).toEqual(line === undefined ? [] : [expect.stringMatching(line)]);
    expect(waiting.cancelled).toBe("7 7");
  });

  it("cancels jobs, too, that an earlier command submits after it began", async () => {
    const folder = slurmOf({ sbatch: "exit 1", squeue: "echo 'RUNNING None'" });
    const jobs = join(folder, "scripts", "jobs");
    mkdirSync(dirname(jobs));
    writeFileSync(jobs, "7\n");
    const waiting = new Waiting(folder);
    await vi.waitFor(() => expect(waiting.lines).toHaveLength(1), 10_000);
    appendFileSync(jobs, "8\n");
    await pause(300);
    await waiting.end();
    expect(waiting.lines).toEqual(["jobs 7 of an earlier command are still there: waiting"]);
    expect(waiting.cancelled).toBe("7 8");
  });

  it("cancels what it has submitted where Slurm refuses a later level", async () => {
    const sbatch = '[ -e "$0.called" ] && echo no >&2 && exit 1; touch "$0.called"; echo 7';
    const waiting = new Waiting(slurmOf({ sbatch, squeue: "echo 'RUNNING None'" }));
    expect(String(await waiting.over)).toContain("--slurm: sbatch refused: no");
    expect(waiting.cancelled).toBe("7");
  });

  it("waits for a controller that is away, and takes back what it took unheard", async () => {
    // Of squeue two questions: which jobs are this folder's, and how those are that it knows.
    const sbatch =
      '[ -e "$0.called" ] || { touch "$0.called"; echo "sbatch: error: Batch job submission ' +
      'failed: Socket timed out on send/recv operation" >&2; exit 1; }; echo 7';
    const squeue =
      '[ "$1" != --me ] && echo "RUNNING None" && exit; [ -e "$0.asked" ] || { touch "$0.asked"; ' +
      'echo "slurm_load_jobs error: Unable to contact slurm controller (connect failure)" >&2; ' +
      'exit 1; }; echo "5|/elsewhere"; echo "6|$(cd "$(dirname "$0")/scripts" && pwd -P)"';
    const folder = slurmOf({ sbatch, squeue });
    const waiting = new Waiting(folder);
    await vi.waitFor(() => expect(waiting.lines).toHaveLength(2), 10_000);
    expect(waiting.cancelled).toBe("6");
    await vi.waitFor(
      () => expect(readFileSync(join(folder, "scripts", "jobs"), "utf8")).toBe("7\n7\n"),
      30_000,
    );
    await waiting.end();
    expect(waiting.lines).toEqual([
      "Slurm's controller does not answer: waiting until it does, then submitting",
      "Slurm's controller is back",
    ]);
    expect(waiting.cancelled).toBe("7 7 6");
  });

  it("ends a task that Slurm holds as it could not launch it, and tries again", async () => {
    const sbatch = "echo x >> count; echo 7";
    const squeue =
      '[ -e "$0.asked" ] && exit; touch "$0.asked"; ' +
      "echo 'PENDING launch failed requeued held|7_0'; echo 'PENDING Dependency|7_[0-1]'";
    const folder = slurmOf({ sbatch, squeue });
    writeFileSync(join(folder, "scancel"), '#!/bin/sh\necho "$@" >> "$0.called"\n', {
      mode: 0o755,
    });
    const waiting = new Waiting(folder);
    expect(String(await waiting.over)).toContain("a pass failed after 3 tries");
    expect(waiting.lines).toContain(
      "Slurm could not launch 7_0 and holds what it could not: cancelled, the passes are tried " +
        "again",
    );
    expect(waiting.cancelled.split("\n")).toEqual(["7_0", "7 7", "7 7", "7 7"]);
  });

  it("ends a task that Slurm takes for running and that says nothing, and no other", async () => {
    const status = {
      ...{ format: 1, study: "one", executor: "workers", device: "cpu", host: "n1", pid: 1 },
      ...{ state: "running", startedAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:09Z" },
      ...{ steps: { total: 1, done: 0 }, perMinute: null, leftMs: null, failed: [], skipped: [] },
      passes: { total: 1, done: 0, running: 1, waiting: 0, failed: 0, skipped: 0 },
      ...{ workers: [], refused: [], logs: null },
    };
    // Of two tasks one goes on to say that it works; Slurm has both running until it is told.
    const sbatch =
      'for task in 0 1; do mkdir -p tasks/level-0-$task; cp "$(dirname "$0")/status.json" ' +
      "tasks/level-0-$task; echo 7_$task > tasks/level-0-$task/job; done; echo 7";
    const squeue =
      'cd "$(dirname "$0")"; [ -e scancel.called ] && exit; echo "RUNNING None|7_0"; ' +
      'echo "RUNNING None|7_1"; sed "s/00:00:09/00:00:$(date +%S)/" status.json > new.json; ' +
      "mv new.json scripts/tasks/level-0-1/status.json";
    const folder = slurmOf({ sbatch, squeue });
    writeFileSync(join(folder, "status.json"), JSON.stringify(status));
    writeFileSync(join(folder, "scancel"), '#!/bin/sh\necho "$@" >> "$0.called"\n', {
      mode: 0o755,
    });
    const waiting = new Waiting(folder, 3000);
    expect(String(await waiting.over)).toContain("a pass failed after 3 tries");
    expect(waiting.lines).toContain(
      "Slurm takes 7_0 for running, and nothing was heard of it for about 3 s: cancelled, the " +
        "passes are tried again",
    );
    expect(waiting.cancelled.split("\n")[0]).toBe("7_0");
  }, 60_000);

  it("says which jobs it could not cancel as the controller is away", async () => {
    const folder = slurmOf({ sbatch: "echo 7", squeue: "echo 'RUNNING None'" });
    const gone = "echo 'Unable to contact slurm controller (connect failure)' >&2; exit 1";
    writeFileSync(join(folder, "scancel"), `#!/bin/sh\n${gone}\n`, { mode: 0o755 });
    const waiting = new Waiting(folder);
    const jobs = () => readFileSync(join(folder, "scripts", "jobs"), "utf8");
    await vi.waitFor(() => expect(jobs()).toBe("7\n7\n"), 30_000);
    await waiting.end();
    expect(waiting.lines).toEqual([
      "Slurm's controller does not answer: jobs 7, 7 may go on; the same command waits for them, " +
        "scancel ends them",
    ]);
  });

  it("tells what a task refused, and does not try it again", async () => {
    const line = "n1: this node has w2s 0.0.1, the run has 0.1.0";
    const sbatch = `mkdir -p refused; echo "${line}" > refused/level-0-0; echo x >> count; echo 7`;
    const folder = slurmOf({ sbatch, squeue: "echo 'RUNNING None'" });
    const waiting = new Waiting(folder);
    expect(String(await waiting.over)).toContain(
      `RunError: a pass failed, 1 behind skipped: fit: ${line}; w2s status lists`,
    );
    expect(waiting.lines).toEqual([line]);
    const status = await readStatus(folder);
    expect([status?.refused, status?.failed[0]?.line]).toEqual([[line], line]);
    // Two levels, once.
    expect(readFileSync(join(folder, "scripts", "count"), "utf8")).toBe("x\nx\n");
  });

  it("tells the last line of the log of a task that ended without its pass", async () => {
    const log = "printf 'begun\\nslurmstepd: error: out of memory\\n' > logs/level-0-0.log";
    const waiting = new Waiting(slurmOf({ sbatch: `${log}; echo 7`, squeue: "exit 0" }));
    expect(String(await waiting.over)).toContain(
      "a pass failed after 3 tries, 1 behind skipped: fit: its jobs ended without it; the last " +
        "line of its log: slurmstepd: error: out of memory; w2s status",
    );
  });
});
