// A worker of a queue that never answers what it was asked before it was closed, as BullMQ's pool
// of connections to PostgreSQL does.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { JobWorker, QueueServer } from "../../packages/cluster/src/queue/connection.js";
import { work } from "../../packages/cluster/src/queue/work.js";
import { openStore } from "../../packages/lab/src/store/index.js";
import { scratchFolder } from "../scratch.js";
import { pause } from "./processes.js";

// Vitest's own options are not for the processes that are forked.
process.execArgv = [];

it("a worker that is asking when a run is over drains all the same", async () => {
  const store = join(scratchFolder("asked"), "store");
  const order = {
    ...{ format: 1, study: "one", which: "one", cwd: ".", plan: "one", device: "cpu" },
    ...{ threads: 1, tries: 3, store, versions: { w2s: "1" }, flags: {} },
  };
  let runs = [{ id: "one", data: order, opts: {} }];
  let asked = 0;
  let isClosed = false;
  const queue = {
    async getNextJob() {
      asked += 1;
      await pause(1500);
      return isClosed ? new Promise<undefined>(() => undefined) : undefined;
    },
    startStalledCheckTimer: async () => undefined,
    async close() {
      isClosed = true;
    },
  } satisfies JobWorker;
  const server = {
    ...{ shown: "fake", worker: () => queue, onLost: () => undefined },
    queue: () => ({ getJobs: async () => runs, close: async () => undefined }),
    close: async () => undefined,
  } as unknown as QueueServer;
  const drain = new AbortController();
  const lines: string[] = [];
  const over = work({
    ...{ server, slots: 1, device: "cpu", versions: { w2s: "1" } },
    command: {
      module: fileURLToPath(new URL("fake-runner.mjs", import.meta.url)),
      args: [join(store, "..", "log"), "0"],
    },
    openStore: (of) => openStore(of.store),
    note: (line) => lines.push(line),
    drain: drain.signal,
    stop: new AbortController().signal,
  });
  while (asked === 0) await pause(20);
  runs = [];
  while (!isClosed) await pause(20);
  drain.abort();
  await over;
  expect(lines).toEqual(["serving one", "one is over", "drained: nothing is left running here"]);
}, 30_000);
