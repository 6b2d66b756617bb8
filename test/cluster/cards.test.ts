// Slots and workers on a machine of several GPUs, without any: what their processes are told.

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { workersExecutor } from "../../packages/cluster/src/workers/executor.js";
import { wavesOf } from "../../packages/lab/src/engine/index.js";
import { openStore } from "../../packages/lab/src/store/index.js";
import { scratchFolder } from "../scratch.js";
import { Cluster, endClusters, module, orderOf, steps } from "./fake-cluster.js";
import { redisProgram, startRedis } from "./servers.js";

let folder: string;
beforeEach(() => {
  folder = scratchFolder("cards");
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const names = ["0, GPU-aa, NVIDIA A100", "1, GPU-bb, NVIDIA A100"];
  writeFileSync(join(bin, "nvidia-smi"), `#!/bin/sh\nprintf '${names.join("\\n")}\\n'\n`);
  chmodSync(join(bin, "nvidia-smi"), 0o755);
  vi.stubEnv("PATH", `${bin}${delimiter}${process.env.PATH}`);
  vi.stubEnv("CUDA_VISIBLE_DEVICES", undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await endClusters();
});

/** The cards that processes saw, by how many processes. */
function seen(log: string): Record<string, number> {
  const all = readFileSync(`${log}.cards`, "utf8").trim().split("\n");
  const lines = new Set(all.map((line) => line.split(" ").slice(0, 2).join(" ")));
  const cards = [...lines].map((line) => line.split(" ")[1]!);
  return Object.fromEntries(
    [...new Set(cards)].sort().map((card) => [card, cards.filter((one) => one === card).length]),
  );
}

/** Passes by `w2s run --workers N`. */
async function byWorkers(workers: number): Promise<Record<string, number>> {
  const store = await openStore(join(folder, "store"));
  await store.assertWritable();
  const all = steps(0, 12);
  const order = orderOf("cards", all, store.place, folder);
  const quiet = () => undefined;
  const log = join(folder, "log");
  await workersExecutor({
    store,
    reporter: { plan: quiet, begin: quiet, progress: quiet, end: quiet, warn: quiet },
    signal: new AbortController().signal,
    order,
    command: { module, args: [log, "300"] },
    workers,
  }).run(wavesOf(all));
  return seen(log);
}

describe.skipIf(process.platform === "win32")("a machine of two GPUs", { timeout: 120_000 }, () => {
  it("gives each of two workers one", async () => {
    expect(await byWorkers(2)).toEqual({ 0: 1, 1: 1 });
  });

  it("gives three workers the two in turn", async () => {
    expect(await byWorkers(3)).toEqual({ 0: 2, 1: 1 });
  });

  it("gives those that a list names, in its order", async () => {
    vi.stubEnv("CUDA_VISIBLE_DEVICES", "1");
    expect(await byWorkers(2)).toEqual({ 1: 2 });
  });

  it.skipIf(redisProgram === undefined)("gives each slot of a queue's worker one", async () => {
    const cluster = await Cluster.begin(() => startRedis("x"), folder);
    await cluster.worker(300, { slots: 2 });
    await cluster.run("slots", steps(0, 12));
    expect(seen(cluster.log)).toEqual({ 0: 1, 1: 1 });
  });
});

describe.skipIf(process.platform === "win32")("a machine without GPUs", () => {
  it("tells its workers of none", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    vi.stubEnv("PATH", empty);
    expect(await byWorkers(2)).toEqual({ undefined: 2 });
  });
});
