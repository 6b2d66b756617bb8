import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { fakeIo } from "../../test/fake-io.js";
import { main } from "../main.js";

let cwd: string;
beforeEach(async () => {
  cwd = scratchFolder("executors");
  await writeFile(join(cwd, "s.study.ts"), "export default { fake: true, steps: 3, stepMs: 1 };\n");
});

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const io = fakeIo(cwd, { env: { W2S_STORE: join(cwd, "store"), ...env } });
  const code = await main(["run", "s.study.ts", ...args], io);
  return { code, err: io.err() };
}

describe("an option of an executor", () => {
  const slurm = "--slurm or --slurm-scripts DIR";
  const all = "--workers N, --queue ADDRESS, --slurm or --slurm-scripts DIR";

  it.each([
    [["--slurm-option=--mem=1"], "--slurm-option", slurm],
    [["--slurm-tasks", "2"], "--slurm-tasks", slurm],
    [["--priority", "5"], "--priority", "--queue ADDRESS"],
    [["--tries", "2"], "--tries", all],
    [["--workers", "2", "--priority", "5"], "--priority", "--queue ADDRESS"],
    [["--workers", "2", "--slurm-tasks", "2"], "--slurm-tasks", slurm],
    [["--queue", "redis://none", "--slurm-option=--mem=1"], "--slurm-option", slurm],
    [["--dry-run", "--slurm-option=--mem=1"], "--slurm-option", slurm],
  ])("is refused where that was not chosen: %j", async (args, option, of) => {
    expect(await run(args)).toEqual({
      code: 2,
      err: `w2s: ${option}: says nothing without ${of}; add it, or leave this out\n`,
    });
    expect(await readdir(cwd)).toEqual(["s.study.ts"]);
  });

  it("is taken where the environment names the queue", async () => {
    const { code, err } = await run(["--dry-run", "--priority", "5", "--tries", "2"], {
      W2S_QUEUE: "redis://none",
    });
    expect([code, err]).toEqual([0, ""]);
  });
});

describe("a queue's address", () => {
  it.each(["default:LEAKPW@redis.lab:6379", "postgres:u:LEAKPW@h/db", "redis:///:LEAKPW@h:6379"])(
    "is shown by no command where a password is in the wrong place: %s",
    async (queue) => {
      const work = async (args: readonly string[], env: Readonly<Record<string, string>>) => {
        const io = fakeIo(cwd, { env });
        return { code: await main(["work", ...args], io), err: io.err() };
      };
      for (const { code, err } of [
        await run(["--queue", queue]),
        await run([], { W2S_QUEUE: queue }),
        await work(["--queue", queue], {}),
        await work([], { W2S_QUEUE: queue }),
      ]) {
        expect(code).toBe(2);
        expect(err).toMatch(/^w2s: --queue: .*\n$/);
        expect(err).not.toContain("LEAKPW");
      }
    },
  );
});
