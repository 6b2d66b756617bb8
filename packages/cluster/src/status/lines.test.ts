import { describe, expect, it } from "vitest";
import { statusLines, statusWords } from "./lines.js";
import { type Status, statusSchema } from "./status.js";

const status: Status = {
  format: 1,
  study: "demo",
  executor: "queue",
  device: "cpu",
  host: "lab1",
  pid: 42,
  state: "running",
  startedAt: "2026-11-28T12:00:00.000Z",
  updatedAt: "2026-11-28T12:10:00.000Z",
  steps: { total: 2000, done: 500 },
  passes: { total: 300, done: 100, running: 2, waiting: 196, failed: 1, skipped: 1 },
  perMinute: 50,
  leftMs: 1_800_000,
  workers: [
    {
      name: "lab2-7",
      passesDone: 60,
      at: { pass: "ab12", label: "linear probes", steps: 12, forMs: 5000, share: 0.25 },
    },
    { name: "lab3-9", passesDone: 40, at: null },
    {
      name: "lab5-3",
      passesDone: 0,
      at: { pass: "ff", label: "fit", steps: 1, forMs: 180_000, share: 0, silentMs: 41_000 },
    },
  ],
  failed: [{ pass: "cd34", label: "fit", steps: 1, line: "no memory" }],
  skipped: [{ pass: "ef56", label: "score", steps: 1, line: "skipped: upstream fit failed" }],
  refused: ["worker lab4-1 does not serve demo-0: has node 20, the run has 22"],
  logs: "runs/demo/slurm/logs",
};

describe("statusLines", () => {
  it("says who works on what, how fast, what failed and what was skipped after it", () => {
    expect(statusSchema.parse(status)).toEqual(status);
    expect(statusLines(status, Date.parse(status.updatedAt) + 1000)).toEqual([
      "demo: running, by queue from lab1 (process 42), on cpu",
      "  steps   500 of 2,000 done, 50 a minute, about 30 min left",
      "  passes  100 of 300 done, 2 running, 196 waiting, 1 failed, 1 skipped",
      "  worker lab2-7  60 passes done, now linear probes, 25%, for 5 s",
      "  worker lab3-9  40 passes done, now nothing",
      "  worker lab5-3  0 passes done, now fit, 0%, for 3 min, no word for 41 s",
      "  refused  worker lab4-1 does not serve demo-0: has node 20, the run has 22",
      "  failed cd34  fit: no memory",
      "  ef56  score: skipped: upstream fit failed",
      "  logs in runs/demo/slurm/logs",
    ]);
  });

  it("names a pass once that names itself", () => {
    const failed = [{ pass: "cd34", label: "fit", steps: 1, line: "fit: ended with code 7" }];
    expect(statusLines({ ...status, failed }, Date.parse(status.updatedAt))).toContain(
      "  failed cd34  fit: ended with code 7",
    );
  });

  it("counts what it does not name, and gives no control character of a file away", () => {
    const passes = { ...status.passes, failed: 300, skipped: 41 };
    const failed = [{ pass: "cd\u001b[2J", label: "fit", steps: 1, line: "turned \u202e round" }];
    const { notes, workers } = statusWords(
      { ...status, passes, failed, workers: [{ name: "a\nb", passesDone: 1, at: null }] },
      Date.parse(status.updatedAt),
    );
    expect(notes.map(({ what, line }) => `${what}: ${line}`)).toEqual([
      "refused: worker lab4-1 does not serve demo-0: has node 20, the run has 22",
      "failed cd [2J: fit: turned  round",
      "failed: 299 more",
      "ef56: score: skipped: upstream fit failed",
      "skipped: 40 more",
    ]);
    expect(workers).toEqual([{ name: "a b", doing: "nothing", since: "", done: 1 }]);
  });

  it("reads a status of old, which tells neither a device nor when a worker was heard", () => {
    const { device: _, ...old } = { ...status, workers: status.workers.slice(0, 2) };
    const [first] = statusLines(statusSchema.parse(old), Date.parse(status.updatedAt));
    expect(first).toBe("demo: running, by queue from lab1 (process 42)");
  });

  it("says where there has been no word for long", () => {
    const [first] = statusLines(status, Date.parse(status.updatedAt) + 600_000);
    expect(first).toMatch(/^demo: no word for 10 min: the same command goes on/);
  });
});
