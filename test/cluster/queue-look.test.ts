// What a queue's executor makes of a pass that fails while it looks, by a server of our own making.

import { join } from "node:path";
import { expect, it } from "vitest";
import { queueExecutor } from "../../packages/cluster/src/queue/executor.js";
import type { JobQueue, PassJob, QueueServer } from "../../packages/cluster/src/queue/server.js";
import { wavesOf } from "../../packages/lab/src/engine/index.js";
import { makeStep } from "../../packages/lab/src/engine/step.js";
import { openStore } from "../../packages/lab/src/store/index.js";
import { fakeKind } from "../../packages/lab/test/fake-steps.js";
import { scratchFolder } from "../scratch.js";

/** A queue whose one job fails as soon as it was looked at; its event is missed. */
function failingQueue(line: string): JobQueue<PassJob> {
  let failedReason = "";
  let data: PassJob | undefined;
  const looked = <T>(seen: T): T => {
    failedReason = line;
    return seen;
  };
  const state = () => (failedReason === "" ? "active" : "failed");
  const nothing = async () => undefined;
  return {
    ...{ add: nothing, clean: nothing, drain: nothing, remove: nothing, close: nothing },
    addBulk: async ([job]) => {
      data = job!.data;
    },
    getJobs: async () => [],
    getJobState: async () => looked(state()),
    getJob: async () => {
      const move = nothing;
      return looked({
        ...{ data: data!, opts: {}, failedReason, extendLock: move, updateProgress: move },
        ...{ moveToCompleted: move, moveToFailed: move, moveToDelayed: move, moveToWait: move },
      });
    },
  };
}

it("tells by its own line a pass that fails between two looks at it", async () => {
  const nothing = () => undefined;
  const server = {
    ...{ shown: "test://", advice: [], onLost: nothing, close: async () => undefined },
    queue: () => failingQueue("no memory left"),
    worker: () => {
      throw new Error("nobody works here");
    },
    events: () => ({ on: nothing, close: async () => undefined }),
  } as QueueServer;
  const store = await openStore(join(scratchFolder("queue-look"), "store"));
  const executor = queueExecutor({
    ...{ store, server, signal: new AbortController().signal },
    order: {
      ...{ format: 1, study: "one", which: "one", cwd: ".", plan: "one", device: "cpu" },
      ...{ threads: 1, tries: 3, store: store.place, versions: {}, flags: {} },
    },
    reporter: {
      ...{ plan: nothing, begin: nothing, progress: nothing, end: nothing, warn: nothing },
    },
  });
  const step = makeStep(fakeKind("fit"), { n: 1 }, {}, "fit 1");
  await expect(executor.run(wavesOf([step]))).rejects.toThrow(/fit: no memory left; /);
});
