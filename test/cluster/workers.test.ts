// A study by several processes of one machine: the same bytes as by one, whoever is killed.

import { existsSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../scratch.js";
import {
  Command,
  childrenOf,
  pause,
  recordOf,
  resultsOf,
  runArgs,
  studyText,
  withStudy,
} from "./processes.js";

let folder: string;
let expected: string;
beforeAll(async () => {
  folder = withStudy(scratchFolder("workers"));
  const alone = new Command(folder, runArgs("alone"));
  expect(await alone.ended, alone.out).toBe(0);
  expected = resultsOf(folder, "alone");
}, 120_000);

// Runners whose keeper was killed hear of it.
afterAll(() => pause(2000));

function claimsLeft(name: string): string[] {
  const root = join(folder, `store-${name}`, "claims");
  return readdirSync(root, { recursive: true, encoding: "utf8" }).filter((one) =>
    /\.\d+$/.test(one),
  );
}

describe("w2s run --workers", () => {
  it("gives the bytes that one process gives, and leaves no claims", async () => {
    const run = new Command(folder, [...runArgs("two"), "--workers", "2"]);
    expect(await run.ended, run.out).toBe(0);
    expect(resultsOf(folder, "two")).toBe(expected);
    expect(claimsLeft("two")).toEqual([]);
    const status = new Command(folder, ["status", "out-two"]);
    expect(await status.ended).toBe(0);
    expect(status.out).toMatch(/^tiny: done, by workers from .*\n {2}steps {3}(\d+) of \1 done/);
    const [, passes] = / {2}passes {2}(\d+) of/.exec(status.out)!;
    expect(recordOf(folder, "two").executor).toEqual({
      name: "workers",
      machines: [{ machine: expect.stringContaining(`${hostname()}: `), passes: Number(passes) }],
    });
    expect(recordOf(folder, "alone")).not.toHaveProperty("executor");
  });

  it.skipIf(!existsSync("/proc/self/stat"))(
    "gives them when its processes are killed, and when it is killed itself and begun again",
    async () => {
      const args = [...runArgs("killed"), "--workers", "2", "--tries", "20"];
      let kills = 0;
      for (let round = 0; ; round++) {
        const run = new Command(folder, args);
        let isOver = false;
        run.ended.then(() => {
          isOver = true;
        });
        await Promise.race([run.says("passes in 2 processes").catch(() => undefined), run.ended]);
        for (let i = 0; i < 2 && !isOver; i++) {
          await pause(300 + 250 * i + 170 * round);
          const [child] = childrenOf(run.child.pid!);
          if (child === undefined || isOver) continue;
          process.kill(child, "SIGKILL");
          kills += 1;
        }
        if (round < 2 && !isOver) {
          await pause(200);
          run.kill();
          kills += 1;
          await run.ended;
          continue;
        }
        expect(await run.ended, run.out).toBe(0);
        break;
      }
      expect(kills).toBeGreaterThan(2);
      expect(resultsOf(folder, "killed")).toBe(expected);
      expect(claimsLeft("killed")).toEqual([]);
    },
    120_000,
  );

  it("goes on in two commands on one store at once, to the same bytes", async () => {
    const runs = [1, 2].map(
      (n) => new Command(folder, [...runArgs("both"), "--workers", "1", "--out", `out-both-${n}`]),
    );
    for (const run of runs) expect(await run.ended, run.out).toBe(0);
    for (const n of [1, 2]) expect(resultsOf(folder, `both-${n}`)).toBe(expected);
    expect(claimsLeft("both")).toEqual([]);
  }, 120_000);

  it("gives up what fails three times, does the rest, and says what was skipped", async () => {
    const broken = studyText.replace("worldTask }", "supervisor, worldTask }").replace(
      "supervisors: [world(24)],",
      `supervisors: [world(24), supervisor("broken", {}, () => {
          throw new Error("no such labels");
        })],`,
    );
    const other = withStudy(scratchFolder("poison"), broken);
    const run = new Command(other, [...runArgs("poison"), "--workers", "2"]);
    expect(await run.ended, run.out).toBe(1);
    expect(run.out).toMatch(
      /w2s: \d+ passes failed after 3 tries, \d+ behind skipped: .*\w+\.study\.ts:\d+: supervisor "broken": its function failed: no such labels/,
    );
    const status = new Command(other, ["status", "out-poison"]);
    expect(await status.ended).toBe(0);
    expect(status.out).toMatch(/^tiny: failed, by workers/);
    expect(status.out).toMatch(/ {2}failed [0-9a-f]{12} and \d+ alike {2}.*: .*no such labels/);
    expect(status.out).toMatch(/skipped: upstream .* failed/);
  }, 120_000);

  it("stops at Ctrl-C after what is running, and goes on from there", async () => {
    const args = [...runArgs("stopped"), "--workers", "2"];
    const run = new Command(folder, args);
    await run.says("passes in 2 processes");
    await pause(700);
    run.kill("SIGINT");
    expect(await run.ended, run.out).toBe(130);
    expect(run.out).toContain("interrupted: finished steps are kept");
    const again = new Command(folder, args);
    expect(await again.ended, again.out).toBe(0);
    expect(resultsOf(folder, "stopped")).toBe(expected);
    expect(claimsLeft("stopped")).toEqual([]);
  }, 120_000);
});
