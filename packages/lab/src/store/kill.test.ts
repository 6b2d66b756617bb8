import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { openStore } from "./folder-store.js";

const victim = fileURLToPath(new URL("../../test/write-steps.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../dist/engine-door.js", import.meta.url));

let dir: string;
beforeAll(() => {
  if (!existsSync(built))
    throw new Error("the tests that start processes need a build: npm run build");
  dir = scratchFolder("kill");
});

describe("a store whose writers are killed with SIGKILL", () => {
  it("holds only whole steps after each of 12 kills, and opens without leftovers", async () => {
    let steps = 0;
    for (let round = 0; round < 6; round++) {
      const writers = [start(steps), start(steps)]; // Both write the same steps.
      await Promise.all(writers.map((writer) => ready(writer)));
      await new Promise((resolve) => setTimeout(resolve, (round * 7) % 40));
      for (const writer of writers) writer.kill("SIGKILL");
      await Promise.all(writers.map((writer) => once(writer, "exit")));
      const store = await openStore(dir);
      const { checked, damaged } = await store.verify();
      expect(damaged).toEqual([]);
      expect(await readdir(join(dir, "tmp")).catch(() => [])).toEqual([]);
      expect(checked).toBeGreaterThanOrEqual(steps);
      steps = checked;
    }
    expect(steps).toBeGreaterThan(0);
  });
});

async function ready(writer: ChildProcess): Promise<void> {
  const ended = once(writer, "exit").then(() => {
    throw new Error("the writer ended before it was ready");
  });
  await Promise.race([once(writer.stdout!, "data"), ended]);
  ended.catch(() => undefined);
}

function start(from: number): ChildProcess {
  return spawn(process.execPath, [victim, dir, String(from)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}
