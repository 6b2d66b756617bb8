// The command as a process of its own: exit codes, signals, pipes.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";

const real = fileURLToPath(new URL("../bin/w2s.js", import.meta.url));
const fake = fileURLToPath(new URL("../test/fake-w2s.mjs", import.meta.url));

let cwd: string;
beforeAll(async () => {
  const built = fileURLToPath(new URL("../dist/main.js", import.meta.url));
  if (!existsSync(built))
    throw new Error("the tests that start processes need a build: npm run build");
  cwd = scratchFolder("cli");
  await writeFile(join(cwd, "s.ts"), "export default { fake: true, steps: 3, stepMs: 4 };\n");
  await writeFile(
    join(cwd, "slow.ts"),
    'export default { fake: true, name: "slow", steps: 50, stepMs: 200 };\n',
  );
  await writeFile(join(cwd, "throws.ts"), 'const a: string = "boom";\nthrow new Error(a);\n');
});

function start(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
): ChildProcess {
  return spawn(process.execPath, [script, ...args], {
    cwd,
    env: { ...process.env, W2S_STORE: join(cwd, "store"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
  const [out, err, [code, signal]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, "close"),
  ]);
  return { code, signal, out, err };
}

async function text(stream: AsyncIterable<Buffer>): Promise<string> {
  let all = "";
  for await (const chunk of stream) all += chunk;
  return all;
}

async function said(child: ChildProcess, words: string): Promise<void> {
  let heard = "";
  child.stderr!.on("data", (chunk) => {
    heard += chunk;
  });
  while (!heard.includes(words)) {
    if (child.exitCode !== null) throw new Error(`ended before it said "${words}": ${heard}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("the w2s process", () => {
  it("tells its version and help, with 0", async () => {
    expect(await ended(start(real, ["--version"]))).toMatchObject({
      code: 0,
      out: "0.1.0\n",
      err: "",
    });
    expect((await ended(start(real, ["run", "--help"]))).out).toContain("--dry-run");
  });

  it("ends with 2 and one line on wrong use, with 0 after a run", async () => {
    expect(await ended(start(real, ["rnu"]))).toMatchObject({
      code: 2,
      out: "",
      err: 'w2s: unknown command "rnu"; did you mean "run"?\n',
    });
    const { code, out, err } = await ended(start(fake, ["run", "s.ts"]));
    expect(code).toBe(0);
    expect(out + err).not.toContain("\u001b");
  });

  it("names file and line of a study that throws, and shows stacks when asked", async () => {
    expect(await ended(start(fake, ["run", "throws.ts"]))).toMatchObject({
      code: 2,
      err: "w2s: throws.ts:2: boom\n",
    });
    const debug = await ended(start(fake, ["run", "throws.ts"], { W2S_DEBUG: "1" }));
    expect(debug.err).toMatch(/caused by Error: boom\n +at .*throws\.ts:2/);
  });

  it("stops after the current step on SIGINT, with 130, and goes on from there", async () => {
    const child = start(fake, ["run", "slow.ts"]);
    const end = ended(child);
    await said(child, "step 1:");
    child.kill("SIGINT");
    const { code, err } = await end;
    expect(code).toBe(130);
    expect(err).toContain("stopping after the current step; Ctrl-C again quits at once\n");
    expect(err).toContain(
      "interrupted: finished steps are kept; the same command goes on from there\n",
    );
    const again = await ended(start(fake, ["run", "slow.ts", "--dry-run"]));
    expect(again.out).toMatch(/50 steps: [1-9]\d* cached/);
  });

  it("quits at once on the second SIGINT", async () => {
    const child = start(fake, ["run", "slow.ts", "--set", "stepMs=60000", "--store", "other"]);
    const end = ended(child);
    await said(child, "step 0:");
    child.kill("SIGINT");
    await said(child, "stopping");
    child.kill("SIGINT");
    expect((await end).signal).toBe("SIGINT"); // A shell shows it as 130.
  });

  it("quits on two SIGINTs that came while nothing could hear them", async () => {
    const main = JSON.stringify(new URL("../dist/main.js", import.meta.url).href);
    const script = join(cwd, "blocked.mjs");
    await writeFile(
      script,
      `import { processIo } from ${main};
      await processIo().interruptible(async () => {
        process.stderr.write("blocked");
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
        await new Promise((resolve) => setTimeout(resolve, 5000));
        process.stdout.write("went on");
      });`,
    );
    const child = start(script, []);
    const end = ended(child);
    await said(child, "blocked");
    child.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill("SIGINT");
    expect(await end).toMatchObject({ signal: "SIGINT", out: "" });
  });

  it("says in one line that the disk under its output is full", async () => {
    const child = spawn("sh", ["-c", '"$0" "$1" --help > /dev/full', process.execPath, real], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    expect(await ended(child)).toMatchObject({
      code: 1,
      err: "w2s: standard output takes no more: the disk is full\n",
    });
  });

  it("says in one line what a study's code throws when nobody waits for it", async () => {
    const later = "const later = () => { throw new Error('too late'); };\n";
    const study = "export default { fake: true, steps: 200, stepMs: 20 };\n";
    for (const lost of ["setTimeout(later, 0);\n", "Promise.resolve().then(later);\n"]) {
      await writeFile(join(cwd, "lost.ts"), later + lost + study);
      const { code, err } = await ended(start(fake, ["run", "lost.ts"]));
      expect([code, err.trim().split("\n").at(-1)]).toEqual([1, "w2s: lost.ts:1: too late"]);
      expect(err).not.toContain("    at ");
    }
  });

  it("lists more runs than files may be open", async () => {
    await ended(start(fake, ["run", "s.ts"]));
    const folder = join(cwd, "many");
    await mkdir(join(folder, "runs"), { recursive: true });
    // Node itself opens hundreds at once while it loads modules.
    for (let i = 0; i < 600; i++)
      await symlink(join(cwd, "runs", "s"), join(folder, "runs", `${i}`));
    const child = spawn("sh", ["-c", 'ulimit -n 512; "$0" "$1" ls', process.execPath, real], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { code, out, err } = await ended(child);
    expect([code, err]).toEqual([0, ""]);
    expect(out.trim().split("\n")).toHaveLength(600);
  });

  it("runs the first study that init writes, from text to PGR, once", async () => {
    expect((await ended(start(real, ["init", "first"]))).code).toBe(0);
    const run = () => ended(start(real, ["run", "first/first.study.ts", "--set", "seeds=1"]));
    const [first, second] = [await run(), await run()];
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.out).toMatch(
      /weak:64 +strong:64 +naive +\.\d{3} +\.\d{3} ± \.\d{3} +\.\d{3} +-?\.\d\d \[/,
    );
    expect(second.out).toBe(first.out);
    expect(second.err).toContain("all cached");
  });

  it("is quiet when its reader leaves", async () => {
    const child = start(fake, ["run", "s.ts", "--json"]);
    child.stdout!.destroy();
    const [err, [code]] = await Promise.all([text(child.stderr!), once(child, "exit")]);
    expect([code, err]).toEqual([0, ""]);
  });
});
