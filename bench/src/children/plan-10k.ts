// Plans a study of 10,000 trials in a fresh process, with nothing done and with all of it done, and
// prints what that takes. What is done is written first: every row of the table, as one that was
// computed.

import { openStore, planStudy, runPlan, type Store } from "@w2s/lab";

import { tenThousand } from "../data/ten-thousand.js";

const { folder } = JSON.parse(process.argv[2]!) as { readonly folder: string };
const silent = () => undefined;
const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };
const { signal } = new AbortController();
const planned = (store: Store, size?: number) =>
  planStudy(tenThousand(size), { name: "ten", baseDir: ".", store, modelFolders: [] });
const megabytes = () => process.resourceUsage().maxRSS / 1024;

const store = await openStore(folder);
const base = megabytes();
const start = performance.now();
const plan = await planned(store);
const laidOut = performance.now();
const peak = megabytes();

const small = await planned(store, 1);
await runPlan(small, { store, reporter, signal });
const done = await store.read(small.cells[0]!.score.name);
if (!done) throw new Error("the first row is not there");
for (const { score } of plan.cells) {
  const { kind, params, inputs } = score;
  const names = Object.fromEntries(
    Object.entries(inputs).flatMap(([role, steps]) =>
      [steps ?? []].flat().map((step, i) => [`${role} ${i}`, step.name]),
    ),
  );
  const step = { kind: kind.name, version: kind.version, params, inputs: names };
  await store.writeAll([{ step, result: done, durationMs: 1 }]);
}

const again = performance.now();
const cached = await planned(store);
const outcomes = await runPlan(cached, { store, reporter, signal });

const shown = performance.now();
console.log(
  JSON.stringify({
    trials: plan.summary.trials,
    steps: plan.summary.steps,
    toRun: cached.summary.toRun,
    rows: outcomes.length,
    plan: (laidOut - start) / 1000,
    cached: (shown - again) / 1000,
    base,
    peak,
  }),
);
