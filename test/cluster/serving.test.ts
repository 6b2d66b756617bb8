// How a queue's worker begins to serve a run and stops, by a queue of our own making.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Order } from "../../packages/cluster/src/order.js";
import type { JobWorker, QueueServer } from "../../packages/cluster/src/queue/server.js";
import { type WorkOptions, work } from "../../packages/cluster/src/queue/work.js";
import { openStore, StoreError } from "../../packages/lab/src/store/index.js";
import { scratchFolder } from "../scratch.js";
import { pause } from "./processes.js";

// Vitest's own options are not for the processes that are forked.
process.execArgv = [];

/** A queue whose one run is there until `end`, and a worker of it. */
class Served {
  asked = 0;
  isClosed = false;
  readonly lines: string[] = [];
  private readonly drain = new AbortController();
  private readonly over: Promise<void>;
  private runs: { id: string; data: Order; opts: object }[];

  constructor(options: Partial<WorkOptions> = {}) {
    const folder = scratchFolder("serving");
    const order: Order = {
      ...{ format: 1, study: "one", which: "one", cwd: ".", plan: "one", device: "cpu" },
      ...{ threads: 1, tries: 3, store: join(folder, "store"), versions: { w2s: "1" }, flags: {} },
    };
    this.runs = [{ id: "one", data: order, opts: {} }];
    this.over = work({
      ...{ server: this.server(), slots: 1, device: "cpu", versions: { w2s: "1" } },
      command: {
        module: fileURLToPath(new URL("fake-runner.mjs", import.meta.url)),
        args: [join(folder, "log"), "0"],
      },
      openStore: (of) => openStore(of.store),
      note: (line) => this.lines.push(line),
      drain: this.drain.signal,
      stop: new AbortController().signal,
      ...options,
    });
  }

  end(): void {
    this.runs = [];
  }

  drained(): Promise<void> {
    this.drain.abort();
    return this.over;
  }

  private server(): QueueServer {
    const worker: JobWorker = {
      getNextJob: async () => {
        this.asked += 1;
        await pause(1500);
        // BullMQ's pool of connections to PostgreSQL never answers once it was closed.
        return this.isClosed ? new Promise<undefined>(() => undefined) : undefined;
      },
      startStalledCheckTimer: async () => undefined,
      close: async () => {
        this.isClosed = true;
      },
    };
    const nothing = async () => undefined;
    return {
      ...{ shown: "fake", worker: () => worker, onLost: () => undefined, close: nothing },
      queue: () => ({ getJobs: async () => this.runs, close: nothing }),
    } as unknown as QueueServer;
  }
}

describe("a worker", () => {
  it("drains, too, where a run is over while it asks for a pass", async () => {
    const served = new Served();
    while (served.asked === 0) await pause(20);
    served.end();
    while (!served.isClosed) await pause(20);
    await served.drained();
    expect(served.lines).toEqual([
      "serving one",
      "one is over",
      "drained: nothing is left running here",
    ]);
  }, 30_000);

  it("tries a run again that it could not see, and says why once", async () => {
    let tries = 0;
    const served = new Served({
      againMs: 10,
      async openStore(order) {
        tries += 1;
        if (tries < 3) throw new StoreError("store x: cannot be read (EIO)");
        return openStore(order.store);
      },
    });
    while (served.asked === 0) await pause(20);
    await served.drained();
    expect(served.lines).toEqual([
      expect.stringMatching(/^worker \S+ does not serve one: store x: cannot be read \(EIO\)$/),
      "serving one",
      "drained: nothing is left running here",
    ]);
  }, 30_000);
});
