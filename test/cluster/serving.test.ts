// How a queue's worker begins to serve a run and stops, by a queue of our own making.

import { cpSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Order } from "../../packages/cluster/src/order.js";
import type { JobWorker, QueueServer } from "../../packages/cluster/src/queue/server.js";
import { type WorkOptions, work } from "../../packages/cluster/src/queue/work.js";
import { Seal } from "../../packages/cluster/src/seal.js";
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
  /** What the run finds with the server. */
  readonly refusals: string[] = [];
  private readonly drain = new AbortController();
  private readonly over: Promise<void>;
  private runs: { id: string; data: Order; opts: object }[];

  constructor(options: Partial<WorkOptions> = {}, of: Partial<Order> = {}) {
    const folder = scratchFolder("serving");
    const order: Order = {
      ...{ format: 1, study: "one", which: "one", cwd: ".", plan: "one", device: "cpu" },
      ...{ threads: 1, tries: 3, store: join(folder, "store"), versions: { w2s: "1" }, flags: {} },
      ...of,
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
      ...{ shown: "fake", advice: [], worker: () => worker, onLost: () => {}, close: nothing },
      queue: () => ({
        ...{ getJobs: async () => this.runs, close: nothing, remove: nothing },
        add: async (_: string, { line }: { line: string }) => this.refusals.push(line),
      }),
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

describe("a worker with a store of its own", () => {
  /** A store, and what an order of a run on it says of it. */
  async function sealed() {
    const folder = scratchFolder("sealed");
    const store = await openStore(join(folder, "store"));
    const seal = new Seal(store);
    return { folder, store, seal, of: { store: store.place, seal: seal.name } };
  }

  /** A worker that sees the store at a place, once it asks for passes or refuses. */
  async function workerAt(place: string, of: Partial<Order>) {
    const served = new Served({ openStore: () => openStore(place), againMs: 50 }, of);
    while (served.asked === 0 && served.refusals.length === 0) await pause(20);
    return served;
  }

  it("serves a run whose store it sees at another path", async () => {
    const { folder, store, seal, of } = await sealed();
    await seal.leave();
    const mount = join(folder, "mount");
    symlinkSync(store.place, mount);
    const served = await workerAt(mount, of);
    await served.drained();
    expect(served.lines[0]).toBe("serving one");
  }, 30_000);

  it("refuses one of another store, says so to both, and writes nothing there", async () => {
    const { folder, seal, of } = await sealed();
    await seal.leave();
    const other = join(folder, "other");
    const served = await workerAt(other, of);
    await served.drained();
    const refusal = [
      /^worker \S+ does not serve one: store \S+other: must be the run's own, \S+store as \S+ sees /,
      /it, got another one or a copy; name the place where this machine sees it with w2s work /,
      /--store$/,
    ];
    const line = expect.stringMatching(new RegExp(refusal.map(({ source }) => source).join("")));
    expect(served.lines).toEqual([line, "drained: nothing is left running here"]);
    expect([served.refusals, served.asked]).toEqual([[line], 0]);
    expect(readdirSync(folder)).not.toContain("other");
  }, 30_000);

  it("knows a copy, and serves where the run's own store is mounted later", async () => {
    const { folder, store, seal, of } = await sealed();
    // What a run that was killed left is in the copy, too.
    await new Seal(store).leave();
    const copy = join(folder, "copy");
    cpSync(store.place, copy, { recursive: true });
    await seal.leave();
    let place = copy;
    const served = new Served({ openStore: () => openStore(place), againMs: 50 }, of);
    while (served.refusals.length === 0) await pause(20);
    expect(served.refusals[0]).toContain(`store ${copy}: must be the run's own`);
    place = store.place;
    while (served.asked === 0) await pause(20);
    await served.drained();
    expect([served.refusals.length, served.lines[1]]).toEqual([1, "serving one"]);
  }, 30_000);

  it("says nothing of a run that ended while it looked", async () => {
    const { store, seal, of } = await sealed();
    let opened = 0;
    const served = new Served(
      {
        async openStore() {
          opened += 1;
          served.end();
          await seal.remove();
          return store;
        },
      },
      of,
    );
    while (opened === 0) await pause(20);
    await served.drained();
    expect(served.lines).toEqual(["drained: nothing is left running here"]);
  }, 30_000);
});
