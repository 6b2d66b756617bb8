// What a queue's workers take first, whom they refuse, and two clusters on one store: with passes
// that take no work.

import { existsSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it, test, vi } from "vitest";
import { namedPasses, wavesOf } from "../../packages/lab/src/engine/index.js";
import { scratchFolder } from "../scratch.js";
import { Cluster, endClusters, step, steps, workersThere } from "./fake-cluster.js";
import { childrenOf, pause } from "./processes.js";
import { redisProgram, serversLikeRedis, startRedis } from "./servers.js";

afterEach(endClusters);

const start = () => startRedis("x");

describe.each(serversLikeRedis)("workers of a queue over $name", ({ program, start: startAny }) => {
  const start = () => startAny("x");
  const it = test.skipIf(program === undefined);

  it("serve runs of a higher priority first, also those that come later", async () => {
    const cluster = await Cluster.begin(start, scratchFolder("turns"));
    await cluster.worker(100);
    const low = cluster.run("low", steps(0, 60));
    await cluster.says(/^serving low/);
    await cluster.run("high", steps(100, 5), { priority: 900 });
    await low;
    const studies = cluster.handed.map((line) => line.split(" ")[0]);
    const last = (study: string) => studies.lastIndexOf(study);
    expect(studies).toHaveLength(65);
    expect(last("high")).toBeLessThan(last("low") - 5);
    // From its first pass on nothing of the other is taken.
    const first = studies.indexOf("high");
    expect(studies.slice(first, first + 5)).toEqual(Array(5).fill("high"));
  }, 120_000);

  it("take as many passes at a time as there is room for, and say so", async () => {
    const cluster = await Cluster.begin(start, scratchFolder("turns"));
    const line = "room in 3 slots: running 1";
    await cluster.worker(200, { slots: 3, roomFor: () => ({ fit: 1, line }) });
    await cluster.run("room", steps(0, 8));
    expect(cluster.lines).toContain(line);
    const runners = readFileSync(`${cluster.log}.cards`, "utf8").trim().split("\n");
    const ends = runners.map((one) => one.split(" ")[2]!.split("-").map(Number));
    // No pass began before the one before it had ended.
    for (const [i, [begun]] of ends.entries())
      if (i > 0) expect(begun).toBeGreaterThanOrEqual(ends[i - 1]![1]!);
    expect(ends).toHaveLength(8);
  }, 120_000);

  it("take first what most stands behind", async () => {
    const cluster = await Cluster.begin(start, scratchFolder("turns"));
    const alone = steps(0, 10);
    const chain = [step(50)];
    for (let n = 51; n < 55; n++) chain.push(step(n, chain.at(-1)!));
    await cluster.worker(20);
    await cluster.run("chain", [...alone, ...chain]);
    expect(cluster.handed).toHaveLength(15);
    const [head] = wavesOf(chain);
    expect(cluster.handed[0]).toBe(`chain ${namedPasses([head!])[0]!.name}`);
  }, 120_000);

  it("are refused by name with another version, and others do the work", async () => {
    const cluster = await Cluster.begin(start, scratchFolder("turns"));
    await cluster.worker(20, { has: { w2s: "0.9" } });
    const run = cluster.run("versions", steps(0, 5));
    await cluster.says(
      /^worker \S+ does not serve versions-\w+: has w2s 0.9, the run has 1; install the same/,
    );
    // Said to the worker's user, and to whoever waits for the run.
    const told = () => cluster.lines.filter((line) => line.includes("has w2s 0.9"));
    await vi.waitFor(() => expect(told()).toHaveLength(2), 30_000);
    await cluster.worker(20);
    await run;
    expect(cluster.handed).toHaveLength(5);
    expect(told()).toHaveLength(2);
  }, 120_000);
});

describe.skipIf(redisProgram === undefined)("a run of a queue", () => {
  const silent =
    /^no worker has taken a pass of this run for \d+ s; is one running, and free\? w2s work/;

  it("says once that no worker takes its passes", async () => {
    const cluster = await Cluster.begin(start, scratchFolder("turns"));
    const run = cluster.run("silent", steps(0, 3), { silentMs: 1000 });
    await cluster.says(silent);
    await pause(4500); // Two looks more.
    await cluster.worker(20);
    await run;
    expect(cluster.lines.filter((line) => silent.test(line))).toHaveLength(1);
  }, 120_000);

  it("says nothing of it while a pass takes long that tells nothing", async () => {
    const cluster = await Cluster.begin(start, scratchFolder("turns"));
    await cluster.worker(9000, { leaseMs: 2000 });
    await cluster.run("long", steps(0, 1), { silentMs: 6000 });
    expect(cluster.lines.filter((line) => silent.test(line))).toEqual([]);
  }, 120_000);
});

describe.skipIf(redisProgram === undefined || !existsSync("/proc/self/stat"))(
  "a worker that is drained while it plans",
  () => {
    it("leaves no process behind", async () => {
      const cluster = await Cluster.begin(start, scratchFolder("turns"));
      await cluster.worker(20, { planningMs: 2500 });
      const run = cluster.run("planning", steps(0, 3));
      const before = childrenOf(process.pid);
      const runners = () => childrenOf(process.pid).filter((pid) => !before.includes(pid));
      while (runners().length === 0) await pause(20);
      const [{ drain, over }] = workersThere.splice(0) as [(typeof workersThere)[number]];
      drain.abort();
      await over;
      for (let left = 600; runners().length > 0 && left > 0; left--) await pause(50);
      expect(runners()).toEqual([]);
      await cluster.worker(20);
      await run;
    }, 120_000);
  },
);

describe.skipIf(redisProgram === undefined)("two clusters on one store", () => {
  it("do no pass of a study twice", async () => {
    const folder = scratchFolder("shared");
    const clusters = [
      await Cluster.begin(start, folder, "one"),
      await Cluster.begin(start, folder, "two"),
    ];
    const all = steps(0, 60);
    await Promise.all(clusters.map((cluster) => cluster.worker(30)));
    await Promise.all(clusters.map((cluster) => cluster.run("shared", all)));
    const handed = clusters.map((cluster) => cluster.handed);
    for (const some of handed) expect(some.length).toBeGreaterThan(0);
    expect(new Set(handed.flat()).size).toBe(60);
    expect(handed.flat()).toHaveLength(60);
  }, 120_000);
});
