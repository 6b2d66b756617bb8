// Plans a study of 10,000 trials in a fresh process and prints what that takes. In the phase "fill"
// every row of its table is written as computed; in "cached" the table's rows are read.

import { openStore, planStudy, runPlan } from "@w2s/lab";
import { tenThousand } from "../data/ten-thousand.js";

const { folder, phase } = JSON.parse(process.argv[2]!) as {
  readonly folder: string;
  readonly phase: "plan" | "fill" | "cached";
};
const silent = () => undefined;
const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };
const { signal } = new AbortController();
const store = await openStore(folder);
const planned = (size?: number) =>
  planStudy(tenThousand(size), { name: "ten", baseDir: ".", store, modelFolders: [] });
const processor = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const [start, used] = [performance.now(), processor()];
const plan = await planned();
const { trials, steps, toRun } = plan.summary;
const rows = phase === "cached" ? await runPlan(plan, { store, reporter, signal }) : [];
const taken = {
  trials,
  steps,
  toRun,
  rows: rows.length,
  seconds: (performance.now() - start) / 1000,
  processor: processor() - used,
  peak: process.resourceUsage().maxRSS / 1024,
};
if (phase === "fill") await fill();
console.log(JSON.stringify({ ...taken, cpu: processor() }));

/** One row is computed, and stands for all. */
async function fill(): Promise<void> {
  const small = await planned(1);
  await runPlan(small, { store, reporter, signal });
  const done = await store.read(small.cells[0]!.score.name);
  if (!done) throw new Error("the first row is not there");
  const entries = plan.cells.map(({ score: { kind, params, inputs } }) => {
    const names = Object.entries(inputs).flatMap(([role, of]) =>
      [of ?? []].flat().map((step, i) => [`${role} ${i}`, step.name] as const),
    );
    const step = {
      kind: kind.name,
      version: kind.version,
      params,
      inputs: Object.fromEntries(names),
    };
    return { step, result: done, durationMs: 1 };
  });
  await store.writeAll(entries);
}
