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
      "  worker lab2-7  60 done, 25% after 5 s: linear probes",
      "  worker lab3-9  40 done, idle",
      "  worker lab5-3   0 done, no word for 41 s, 0% after 3 min: fit",
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

  it("says once what passes that failed, and workers that refused, have in common", () => {
    const folder = (i: number) => `; its log is /store/scratch/${i}/log.txt`;
    const failed = Array.from({ length: 12 }, (_, i) => ({
      ...{ pass: `f${i}`, label: `fit, seed ${i}`, steps: 1 },
      line: `train.py ended with code ${i < 11 ? 1 : 137}${folder(i)}`,
    }));
    const skipped = ["s0", "s1"].map((pass) => ({ ...status.skipped[0]!, pass }));
    const refused = ["a-1", "b-2"].map((name) => `worker ${name} does not serve demo-0: is old`);
    const passes = { ...status.passes, failed: 300, skipped: 2 };
    const all = { ...status, passes, failed, skipped, refused };
    const { notes } = statusWords(all, Date.parse(status.updatedAt));
    expect(notes.map(({ what, line }) => `${what}: ${line}`)).toEqual([
      "refused by 2, as: worker a-1 does not serve demo-0: is old",
      `failed f0 and 10 alike: fit, seed 0: train.py ended with code 1${folder(0)}`,
      `failed f11: fit, seed 11: train.py ended with code 137${folder(11)}`,
      "failed: 288 more",
      "s0 and 1 alike: score: skipped: upstream fit failed",
    ]);
  });

  it.each([80, 40])("gives fifty workers a line each that fits %i columns", (width) => {
    const workers = Array.from({ length: 50 }, (_, i) => ({
      ...{ name: `gpu-node-${i}.cluster.example-${10_000 + i}`, passesDone: 3 * i },
      at: i % 7 > 0 ? { ...status.workers[0]!.at!, label: "finetuned, seed 3".repeat(4) } : null,
    }));
    const lines = statusLines({ ...status, workers }, Date.parse(status.updatedAt), width);
    expect(lines).toContain("  workers 50, 8 of them idle");
    const own = lines.filter((line) => /\d done, (25% after|idle)/.test(line));
    expect(own[1]).toMatch(/10001 +3 done, 25% after/);
    expect(new Set(own).size).toBe(50);
    for (const line of own) expect(line.length).toBeLessThanOrEqual(width);
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
