// What a queue adds to a pass: one worker takes passes that sleep, over each server of queues.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Order, openQueueServer, queueExecutor, work } from "@w2s/cluster";
import { openStore, type Store } from "@w2s/lab";
import { type Step, stepName, wavesOf } from "@w2s/lab/engine";
import { type Bench, BenchError } from "../bench.js";
import { median } from "../harness/interleave.js";
import { queueServers } from "../harness/queue-servers.js";

/** ms that a queue may add to a short pass. */
const mostMs = 20;
/** Percent that it may add to a long one. */
const mostPercent = 3;
const short = { count: 300, passMs: 20 };
const long = { count: 8, passMs: 5000 };
/** Measured so often, of which the median counts; W2S_QUEUE_ROUNDS says otherwise. */
const rounds = Number(process.env.W2S_QUEUE_ROUNDS ?? 3);

const there = queueServers.filter(({ program }) => program !== undefined);

export const queue: Bench = {
  name: "queue",
  summary: "what a queue over Redis, Valkey and PostgreSQL adds to passes of 20 ms and of 5 s",
  requirement: `under ${mostMs} ms a pass, under ${mostPercent}% of 5 s, over each`,
  missing: () =>
    there.length > 0 ? undefined : "no redis-server, valkey-server or initdb is here",
  async run({ folder, say }) {
    for (const { name, program } of queueServers)
      if (program === undefined) say(`${name} is not here: not measured`);
    const added: { readonly ms: number; readonly percent: number }[] = [];
    for (const { name, start } of there) {
      const shorts: number[] = [];
      const longs: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const own = join(folder, `${name}-${round}`);
        mkdirSync(own);
        const server = await start(own);
        try {
          shorts.push(await msAdded(server.address, own, short));
          longs.push((100 * (await msAdded(server.address, own, long))) / long.passMs);
        } finally {
          await server.stop();
        }
      }
      say(
        `over ${name} a pass of 20 ms takes ${shown(shorts, 1)} ms more, one of 5 s ` +
          `${shown(longs, 2)}% more`,
      );
      added.push({ ms: median(shorts), percent: median(longs) });
    }
    const ours = Math.max(...added.map(({ ms }) => ms));
    const met = ours < mostMs && added.every(({ percent }) => percent < mostPercent);
    return { ours, peer: mostMs, unit: "ms", ratio: mostMs / ours, met };
  },
};

const shown = (all: readonly number[], digits: number) =>
  `${median(all).toFixed(digits)} (${all.map((one) => one.toFixed(digits)).join(", ")})`;

const silent = () => undefined;
const reporter = { plan: silent, begin: silent, progress: silent, end: silent, warn: silent };

interface Passes {
  readonly count: number;
  readonly passMs: number;
}

/** What a queue and one worker add to each of `count` passes that take `passMs`. */
async function msAdded(address: string, folder: string, { count, passMs }: Passes) {
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
    const running = queueExecutor({ store, reporter, signal, order, server }).run(wavesOf(steps));
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
  run: () => Promise.reject(new BenchError("queue: a pass ran in the bench's own process")),
};

function stepOf(n: number): Step {
  const params = { n };
  const name = stepName({ kind: "pass", version: 1, params, inputs: {} });
  return { name, kind, value: null, inputs: {}, params, label: `pass ${n}` };
}
