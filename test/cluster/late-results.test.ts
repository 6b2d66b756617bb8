// What a queue's executor makes of words of workers, by a server of our own making.

import { join } from "node:path";
import { openStore, type Store } from "@w2s/lab";
import { wavesOf } from "@w2s/lab/engine";
import { beforeAll, describe, expect, it } from "vitest";
import { queueExecutor } from "../../packages/cluster/src/queue/executor.js";
import type {
  JobEvents,
  JobHeard,
  JobQueue,
  QueueServer,
} from "../../packages/cluster/src/queue/server.js";
import { makeStep } from "../../packages/lab/src/engine/step.js";
import { fakeKind } from "../../packages/lab/test/fake-steps.js";
import { scratchFolder } from "../scratch.js";

let folder: string;
beforeAll(() => {
  folder = scratchFolder("queue");
});

const nothing = async () => undefined;
/** Calls that a server which is gone never answers. */
const never = () => new Promise<never>(() => undefined);

const idle: JobQueue<never> = {
  ...{ add: nothing, addBulk: nothing, clean: nothing, drain: nothing, remove: nothing },
  ...{ close: nothing, getJob: nothing, getJobs: async () => [] },
  getJobState: async () => "unknown",
};

/** A server whose one worker says at once, of every pass, that it is done. */
function saysDone(server: Partial<JobQueue<never>> = {}): QueueServer {
  let completed: (job: JobHeard) => void = () => undefined;
  const queue: JobQueue<never> = {
    ...idle,
    addBulk: async (jobs) => {
      for (const { opts } of jobs) completed({ jobId: opts.jobId });
    },
    ...server,
  };
  const events: JobEvents = {
    on: (event, heard) => {
      if (event === "completed") completed = heard;
    },
    close: nothing,
  };
  return {
    ...{ shown: "test://", advice: [], close: nothing, events: () => events, onLost: () => {} },
    queue: <D>() => queue as JobQueue<D>,
    worker: () => {
      throw new Error("nobody works here");
    },
  };
}

async function runOne(
  server: QueueServer,
  { lateMs = 60_000, has }: { lateMs?: number; has?: Store["has"] } = {},
  signal = new AbortController().signal,
): Promise<void> {
  const store = await openStore(join(folder, "store"));
  if (has !== undefined) store.has = has;
  const quiet = () => undefined;
  const executor = queueExecutor({
    ...{ store, server, signal, lateMs },
    order: {
      ...{ format: 1, study: "one", which: "one", cwd: ".", plan: "one", device: "cpu" },
      ...{ threads: 1, tries: 3, store: store.place, versions: {}, flags: {} },
    },
    reporter: { plan: quiet, begin: quiet, progress: quiet, end: quiet, warn: quiet },
  });
  await executor.run(wavesOf([makeStep(fakeKind("fit"), { n: 1 }, {}, "fit 1")]));
}

describe("queueExecutor", () => {
  it("waits for a result that the store shows seconds after a worker said it is done", async () => {
    const since = performance.now();
    await runOne(saysDone(), { has: async () => performance.now() - since > 3000 });
    expect(performance.now() - since).toBeGreaterThan(3000);
  }, 20_000);

  it("gives up on one that never shows, and speaks of no tries", async () => {
    await expect(runOne(saysDone(), { lateMs: 100 })).rejects.toThrow(
      /^a pass failed: fit: a worker said that it is done, and it is not in the store; /,
    );
  }, 20_000);

  it("ends at the signal where the server never answers", async () => {
    const stop = new AbortController();
    const gone = { add: never, clean: never, drain: never, remove: never, close: never };
    const over = runOne(saysDone(gone), {}, stop.signal);
    stop.abort(new Error("enough"));
    const since = performance.now();
    await expect(over).rejects.toThrow("enough");
    expect(performance.now() - since).toBeLessThan(15_000);
  }, 20_000);
});
