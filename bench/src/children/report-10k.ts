// In the phase "fill", a small study is run and its outcomes are written until they are 10,000
// trials, every copy with scores of its own. In "report", the command makes page and figures of
// them, with the time since the process was started.

import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Outcome, openStore, planStudy, random, resultsFormat, runPlan } from "@w2s/lab";
import { tenThousand } from "../data/ten-thousand.js";
import { peakMemory } from "../harness/memory.js";

const { folder, run, phase } = JSON.parse(process.argv[2]!) as {
  readonly folder: string;
  readonly run: string;
  readonly phase: "fill" | "report";
};
const results = join(run, "results.json");
const [tasks, supervisors, methods, seeds] = [20, 5, 10, 10] as const;
if (phase === "fill") await fill();
else await report();
const cpu = process.cpuUsage();
console.log(
  JSON.stringify({
    outcomes: tasks * supervisors * methods,
    trials: tasks * supervisors * methods * seeds,
    bytes: (await stat(results)).size,
    seconds: performance.now() / 1000,
    peak: peakMemory() / 1e6,
    cpu: (cpu.user + cpu.system) / 1e6,
  }),
);

/** One supervisor and student, every method: really trained, over all seeds. */
async function fill(): Promise<void> {
  const silent = () => undefined;
  const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };
  const store = await openStore(join(folder, "store"));
  const of = tenThousand(10);
  const small = {
    ...of,
    supervisors: of.supervisors.slice(0, 1),
    students: of.students.slice(0, 1),
  };
  const plan = await planStudy(small, { name: "ten", baseDir: ".", store, modelFolders: [] });
  const { signal } = new AbortController();
  const rows = await runPlan(plan, { store, reporter, signal });
  const lines: string[] = [];
  for (let task = 0; task < tasks; task++) {
    for (let supervisor = 0; supervisor < supervisors; supervisor++) {
      lines.push(...rows.map((row) => JSON.stringify(copied(row, task, supervisor))));
    }
  }
  const about = JSON.stringify({ format: resultsFormat, study: "ten", notes: [] });
  await mkdir(run, { recursive: true });
  await writeFile(results, `${about.slice(0, -1)},"outcomes":[\n${lines.join(",\n")}\n]}\n`);
}

/** The same row of another task and supervisor, a little better or worse. */
function copied(row: Outcome, task: number, supervisor: number): Outcome {
  const shift = 0.02 * random(task, `report-10k/${supervisor}/${row.method}`).normal();
  const moved = <T extends { readonly value: number; readonly low: number; readonly high: number }>(
    one: T,
  ): T => ({
    ...one,
    value: one.value + shift,
    low: one.low + shift,
    high: one.high + shift,
  });
  const { parameters } = row.supervisorModel;
  return {
    ...row,
    task: `sentences ${task}`,
    supervisor: `weak ${supervisor}`,
    supervisorModel: { ...row.supervisorModel, parameters: (parameters ?? 100) * (supervisor + 1) },
    gain: moved(row.gain),
    scores: {
      ...row.scores,
      student: { ...row.scores.student, accuracy: moved(row.scores.student.accuracy) },
    },
  };
}

async function report(): Promise<void> {
  await rm(join(run, "figures"), { recursive: true, force: true });
  const { main } = await import(
    new URL("../../../packages/cli/dist/main.js", import.meta.url).href
  );
  const unread = { write: () => true, isTTY: false, columns: 100 };
  const io = { stdout: unread, stderr: process.stderr, cwd: folder, env: {} };
  const code: number = await main(["report", run], io);
  if (code !== 0) throw new Error(`w2s report ended with ${code}`);
}
