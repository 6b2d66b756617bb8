// Machines that differ from where a run was begun: their clock is wrong, or a model is not there.

import { cpSync, existsSync, readdirSync, renameSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../scratch.js";
import { Command, pause, resultsOf, runArgs, studyText, withStudy } from "./processes.js";
import { redisProgram, serverKinds, startRedis, type TestServer } from "./servers.js";

const text = studyText
  .replaceAll("seeds: 3", "seeds: 1")
  .replace('"zoo:w2s-world-" + width', '"w2s-world-" + width');
const folder = withStudy(scratchFolder("elsewhere"), text);
const models = join(folder, "models");
const zoo = fileURLToPath(new URL("../../zoo/", import.meta.url));
const args = (name: string) => [...runArgs(name), "--models", models];

let expected: string;
beforeAll(async () => {
  for (const width of [24, 48, 64]) {
    cpSync(join(zoo, `w2s-world-${width}`), join(models, `w2s-world-${width}`), {
      recursive: true,
    });
  }
  const alone = new Command(folder, args("alone"));
  expect(await alone.ended, alone.out).toBe(0);
  expected = resultsOf(folder, "alone");
}, 240_000);

const running: TestServer[] = [];
afterAll(async () => {
  for (const server of running) await server.stop();
});

const yearMs = 365 * 24 * 3600 * 1000;
const skewed = (ms: number) => ({
  W2S_TEST_CLOCK: String(ms),
  NODE_OPTIONS: `--import ${new URL("skewed-clock.mjs", import.meta.url)}`,
});

describe("a machine whose clock is wrong", () => {
  it("shares a store with others: the same bytes, and no claim is stolen or left", async () => {
    const runs = [-yearMs, yearMs].map(
      (ms) =>
        new Command(
          folder,
          [...args("clocks"), "--workers", "1", "--out", `out-clocks${ms}`],
          skewed(ms),
        ),
    );
    const claims = join(folder, "store-clocks", "claims");
    const left = () =>
      existsSync(claims)
        ? readdirSync(claims, { recursive: true, encoding: "utf8" })
            .filter((name) => /\.\d+$|^owners\/.*[^t]$/.test(name))
            .map((name) => join(claims, name))
        : [];
    // Some records look two years old, others come from the future.
    let isOver = false;
    const all = Promise.all(runs.map(({ ended }) => ended)).then(() => {
      isOver = true;
    });
    let touched = 0;
    while (!isOver) {
      for (const [i, path] of left().entries()) {
        const then = (Date.now() + (i % 2 ? 2 : -2) * yearMs) / 1000;
        try {
          utimesSync(path, then, then);
          touched += 1;
        } catch {
          // It was just removed.
        }
      }
      await pause(20);
    }
    await all;
    expect(touched).toBeGreaterThan(0);
    for (const run of runs) expect(run.child.exitCode, run.out).toBe(0);
    for (const ms of [-yearMs, yearMs]) expect(resultsOf(folder, `clocks${ms}`)).toBe(expected);
    expect(left().filter((path) => /\.\d+$/.test(path))).toEqual([]);
  }, 240_000);

  it.for(serverKinds)(
    "is told so by a queue over $name, in one line, before it takes anything",
    { timeout: 240_000 },
    async ({ program, start }, { skip }) => {
      skip(program === undefined);
      const server = await start("x");
      running.push(server);
      for (const [ms, says] of [
        [yearMs, /clock is 3153\d{4} s ahead of the server's/],
        [-60_000, /clock is (59|6\d) s behind the server's/],
      ] as const) {
        const env = { ...skewed(ms), W2S_QUEUE: server.address };
        for (const what of [["work"], args("skewed")]) {
          const one = new Command(folder, what, env);
          expect(await one.ended, one.out).toBe(2);
          expect(one.out.trim().split("\n").at(-1)).toMatch(says);
        }
      }
    },
  );
});

describe.skipIf(redisProgram === undefined)("a worker without a model's files", () => {
  it("says so in one line and takes nothing; others do all of it", async () => {
    const server = await startRedis("x");
    running.push(server);
    const env = { W2S_QUEUE: server.address, HF_HUB_OFFLINE: "1" };
    const run = new Command(folder, args("models"), env);
    await run.says("passes by the queue");
    const place = join(models, "w2s-world-48");
    renameSync(place, join(folder, "away"));
    const without = new Command(folder, ["work"], env);
    const line = /worker \S+ does not serve tiny-\w+: model "w2s-world-48": not in .*/;
    await without.says(line);
    await run.says(line);
    renameSync(join(folder, "away"), place);
    const other = new Command(folder, ["work"], env);
    expect(await run.ended, run.out).toBe(0);
    expect(resultsOf(folder, "models")).toBe(expected);
    for (const one of [without, other]) one.kill("SIGTERM");
    for (const one of [without, other]) expect(await one.ended, one.out).toBe(0);
    expect(without.out.match(/does not serve/g)).toHaveLength(1);
    expect(without.out).not.toMatch(/^\s+at /m);
    const status = new Command(folder, ["status", "out-models"]);
    expect(await status.ended).toBe(0);
    expect(status.out).toMatch(line);
    expect(status.out).toMatch(/^tiny: done/);
    expect(status.out).toMatch(/ 0 failed, 0 skipped/);
  }, 240_000);
});
