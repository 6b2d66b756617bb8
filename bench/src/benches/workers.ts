// The demo's study with ten times its seeds, by one process and by two; then what a claim over a
// folder and a queue over Redis add to a pass.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Order, openQueueServer, queueExecutor, work } from "@w2s/cluster";
import { openStore, type Store } from "@w2s/lab";
import { Claims, folderRecords, type Step, stepName, wavesOf } from "@w2s/lab/engine";
import { type Bench, BenchError } from "../bench.js";

const required = 1.7;
/** ms a pass that claiming may add. */
const mostMs = 20;
const claimed = 2000;
const w2s = fileURLToPath(new URL("../../../packages/cli/bin/w2s.js", import.meta.url));
const study = fileURLToPath(
  new URL("../../../packages/cli/studies/demo.study.ts", import.meta.url),
);

export const workers: Bench = {
  name: "workers",
  summary: "the demo's study at 50 seeds by two processes, one thread each, beside one process",
  requirement:
    `ratio at least ${required}; a claim, and what a queue adds to a pass, under ${mostMs} ms; ` +
    "under 3% of passes of 5 s",
  async run({ folder, say }) {
    writeFileSync(join(folder, "demo.study.ts"), readFileSync(study));
    const one = await secondsOf(folder, "one");
    const two = await secondsOf(folder, "two", "--workers", "2");
    say(`one ${one.toFixed(1)} s, two ${two.toFixed(1)} s`);
    const same =
      readFileSync(join(folder, "out-one", "results.json"), "utf8") ===
      readFileSync(join(folder, "out-two", "results.json"), "utf8");
    if (!same) throw new BenchError("workers: two processes gave other results than one");
    const ms = await msOfClaims(folder);
    say(`the same bytes; a claim, from asking to its log's end: ${ms.toFixed(2)} ms`);
    const queued =
      redisProgram === undefined
        ? undefined
        : { short: await msOfQueue(folder, 300, 20), long: await msOfQueue(folder, 8, 5000) };
    say(
      queued === undefined
        ? "no redis-server here: the queue was not measured"
        : `a queue over Redis adds ${queued.short.toFixed(1)} ms to a pass of 20 ms, and ` +
            `${((100 * queued.long) / 5000).toFixed(2)}% to one of 5 s`,
    );
    const ratio = one / two;
    const isQuick = ms < mostMs && (!queued || (queued.short < mostMs && queued.long < 150));
    return { ours: two, peer: one, unit: "s", ratio, met: ratio >= required && isQuick };
  },
};

function secondsOf(folder: string, name: string, ...more: string[]): Promise<number> {
  const args = ["run", "demo.study.ts", "--seeds", "50", "--threads", "1", "--no-evidence"];
  const places = ["--store", `store-${name}`, "--out", `out-${name}`];
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [w2s, ...args, ...places, ...more], {
      cwd: folder,
      stdio: "ignore",
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve((performance.now() - started) / 1000);
      else reject(new BenchError(`w2s run ended with code ${code}`));
    });
  });
}

/** Where Redis is; undefined: nowhere. */
const redisProgram = (process.env.PATH ?? "")
  .split(delimiter)
  .map((place) => join(place, "redis-server"))
  .find((path) => existsSync(path));

const silent = () => undefined;
const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };

/** What a queue over Redis and one worker add to each of `count` passes that take `passMs`. */
async function msOfQueue(folder: string, count: number, passMs: number): Promise<number> {
  const port = 20_000 + (process.pid % 20_000);
  const redis = spawn(redisProgram!, ["--port", String(port), "--save", ""], { stdio: "ignore" });
  const ended = new Promise((resolve) => redis.once("exit", resolve));
  const address = `redis://127.0.0.1:${port}`;
  const store = await openStore(join(folder, `passes-${passMs}`));
  await store.assertWritable();
  const steps = Array.from({ length: count }, (_, n) => stepOf(n));
  const order: Order = {
    ...{ format: 1, study: "passes", which: "passes", cwd: folder, plan: String(passMs) },
    ...{ device: "cpu", threads: 1, tries: 3, store: store.place, versions: {} },
    flags: Object.fromEntries(steps.map(({ name }, n) => [name, n])),
  };
  const drain = new AbortController();
  const { signal } = new AbortController();
  try {
    // It begins with the passes that are there, so that its start is not in them.
    let serving = () => {};
    const isServing = new Promise<void>((resolve) => {
      serving = resolve;
    });
    const module = fileURLToPath(new URL("../children/short-pass.js", import.meta.url));
    const working = work({
      server: await openQueueServer(address),
      ...{ slots: 1, device: "cpu", versions: {} },
      command: { module, args: [String(passMs)] },
      openStore: async () => store,
      note: (line) => line.startsWith("serving") && serving(),
      drain: drain.signal,
      stop: signal,
    });
    const server = await openQueueServer(address);
    const run = { store, reporter, signal, order, server };
    const running = queueExecutor(run).run(wavesOf(steps));
    await isServing;
    const started = performance.now();
    while (!(await areThere(store, steps))) await sleep(20);
    const ms = performance.now() - started;
    drain.abort();
    await Promise.all([working, running]);
    await server.close();
    return ms / count - passMs;
  } finally {
    drain.abort();
    redis.kill();
    // The next one listens where this one did.
    await ended;
  }
}

/** Whether the last and, if so, all are there. */
async function areThere(store: Store, steps: readonly Step[]): Promise<boolean> {
  for (const { name } of steps.toReversed()) if (!(await store.has(name))) return false;
  return true;
}

const kind: Step["kind"] = {
  ...{ name: "pass", version: 1, reportTogether: true },
  codec: { encode: () => ({ facts: 0, arrays: {} }), decode: () => 0 },
  describe: () => ({ label: "passes", unit: "passes", total: 1 }),
  cost: () => 1,
  run: () => Promise.reject(new BenchError("workers: a pass ran in the bench's own process")),
};

function stepOf(n: number): Step {
  const params = { n };
  const name = stepName({ kind: "pass", version: 1, params, inputs: {} });
  return { name, kind, value: null, inputs: {}, params, label: `pass ${n}` };
}

async function msOfClaims(folder: string): Promise<number> {
  const claims = new Claims(folderRecords(folder, join(folder, "claims")), "bench");
  await claims.beat();
  const started = performance.now();
  for (let n = 0; n < claimed; n++) {
    const taken = await claims.take(createHash("sha256").update(String(n)).digest("hex"));
    if (taken.is !== "ours") throw new BenchError("workers: a claim was not ours");
    await claims.done(taken.claim);
  }
  return (performance.now() - started) / claimed;
}
