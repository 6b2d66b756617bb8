import { mkdir, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { ndarray } from "@w2s/grad";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { openStore } from "./folder-store.js";
import { writeIntent } from "./intent.js";
import { type StepIdentity, stepName } from "./step-name.js";
import { writeStepFolder } from "./write-step.js";

const steps = [0, 1, 2].map(
  (n): StepIdentity => ({
    kind: "fit",
    version: 1,
    params: { n },
    inputs: {},
  }),
);
const result = { facts: { fit: true }, arrays: { w: ndarray(Float32Array.of(1), [1]) } };
const timing = { durationMs: 1, writtenAt: "2026-11-28T00:00:00.000Z" };

/** What a process leaves that was killed while `published` of three results had appeared. */
async function killed(root: string, published: number, intent: boolean): Promise<string> {
  await openStore(root).then((store) => store.assertWritable());
  const folder = join(root, "tmp", "elsewhere~4194304~abc");
  const own = folder.replace("elsewhere", (await import("node:os")).hostname());
  for (const [i, step] of steps.entries()) {
    await mkdir(join(own, String(i)), { recursive: true });
    await writeStepFolder(join(own, String(i)), step, result, timing);
  }
  const names = steps.map(stepName);
  if (intent) await writeIntent(own, names);
  for (const [i, name] of names.slice(0, published).entries()) {
    await mkdir(join(root, "steps", name.slice(0, 2)), { recursive: true });
    await rename(join(own, String(i)), join(root, "steps", name.slice(0, 2), name));
  }
  return own;
}

describe("results that were computed as one", () => {
  it.each([0, 1, 3])("appear all when their writer died after %d of 3", async (published) => {
    const root = scratchFolder("intent");
    await killed(root, published, true);
    const store = await openStore(root);
    for (const step of steps) expect(await store.read(stepName(step))).toEqual(result);
    expect(await readdir(join(root, "tmp"))).toEqual([]);
    expect(await store.verify()).toEqual({ checked: 3, damaged: [] });
  });

  it("appear not at all when it died before all were written", async () => {
    const root = scratchFolder("intent");
    await killed(root, 0, false);
    const store = await openStore(root);
    expect((await store.size()).steps).toBe(0);
    expect(await readdir(join(root, "tmp"))).toEqual([]);
  });
});
