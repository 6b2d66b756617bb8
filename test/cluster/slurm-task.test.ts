// A task on a node that does not see the run's store: nothing is written there.

import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { Seal } from "../../packages/cluster/src/seal.js";
import { writeScripts } from "../../packages/cluster/src/slurm/scripts.js";
import { runTask } from "../../packages/cluster/src/slurm/task.js";
import { namedPasses, wavesOf } from "../../packages/lab/src/engine/index.js";
import { makeStep } from "../../packages/lab/src/engine/step.js";
import { openStore } from "../../packages/lab/src/store/index.js";
import { fakeKind } from "../../packages/lab/test/fake-steps.js";
import { scratchFolder } from "../scratch.js";

let root: string;
let scripts: string;
/** The run's store as its own machine sees it, and its place on a node. */
let [here, there]: string[] = [];
beforeEach(() => {
  root = scratchFolder("slurm-task");
  scripts = join(root, "scripts");
  [here, there] = [join(root, "here"), join(root, "there")];
});

const passes = () => namedPasses(wavesOf([makeStep(fakeKind("one"), { n: 1 }, {}, "one")]));

/** Scripts as `w2s run --slurm-scripts` writes them; those of an earlier version have no seal. */
async function written({ isSealed = true } = {}): Promise<Seal> {
  const seal = new Seal(await openStore(here!));
  await seal.leave();
  const order = {
    ...{ format: 1 as const, study: "one", which: "one", cwd: ".", plan: "one", device: "cpu" },
    ...{ threads: 1, tries: 1, store: there!, versions: {}, flags: {} },
    ...(isSealed ? { seal: seal.name } : {}),
  };
  await writeScripts(passes(), { folder: scripts, order, task: "/task.js", options: [] });
  return seal;
}

const quiet = () => undefined;
const task = () =>
  runTask({
    ...{ folder: scripts, array: "level-0", task: 0, versions: {} },
    command: { module: "/none.js", args: [] },
    reporter: { plan: quiet, begin: quiet, progress: quiet, end: quiet, warn: quiet },
    openStore: (order) => openStore(order.store),
    plan: async () => {
      throw new Error("planned");
    },
  });
const refused = () => readFileSync(join(scripts, "refused", "level-0-0"), "utf8");

describe("runTask", () => {
  it.each([true, false])(
    "refuses where there is no store, and makes none: order with a seal %s",
    async (isSealed) => {
      await written({ isSealed });
      const line = `this node: there is no store at ${there}; all nodes must see the run's own`;
      await expect(task()).rejects.toThrow(line);
      expect(refused()).toContain(line);
      expect(existsSync(there!)).toBe(false);
      // As where a disk is not mounted.
      await mkdir(there!);
      await expect(task()).rejects.toThrow(line);
      expect(await readdir(there!)).toEqual([]);
    },
  );

  it("refuses a store of the node's own at the same place", async () => {
    await written();
    await (await openStore(there!)).assertWritable();
    await expect(task()).rejects.toThrow(
      /this node: store \S+there: must be the run's own, .* got another one or a copy; a run by/,
    );
    expect(await readdir(there!)).not.toContain("claims");
  });

  it("goes on in the run's own, and keeps its record there", async () => {
    there = here;
    const { name } = await written();
    const record = join(here!, "claims", "seals", name);
    const dayMs = 24 * 3600 * 1000;
    await utimes(record, new Date(), new Date(Date.now() - 13 * dayMs));
    await expect(task()).rejects.toThrow("planned");
    expect(readFileSync(record, "utf8")).toBe(name);
    expect(Date.now() - (await stat(record)).mtimeMs).toBeLessThan(dayMs);
  });

  it("goes on in a store of scripts that an earlier version wrote", async () => {
    there = here;
    await written({ isSealed: false });
    await expect(task()).rejects.toThrow("planned");
  });
});
