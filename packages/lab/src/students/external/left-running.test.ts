// Commands that outlive their w2s, killed for good: found again, ended, or left alone.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "@w2s/base";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../../test/scratch.js";
import { endLeftRunning, noteRunning } from "./left-running.js";
import { processOf } from "./processes.js";

let folder: string;
let log: string;
beforeEach(() => {
  folder = scratchFolder("left-running");
  log = join(folder, "log.txt");
});

const end = (graceMs = 5_000) =>
  endLeftRunning(folder, { name: "mine", log, graceMs, signal: new AbortController().signal });
const logged = () => readFile(log, "utf8").catch(() => "");
const isNoted = () => existsSync(join(folder, ".running.json"));

/** A process in a group of its own that says "on" when it runs. */
async function started(body = "", env: NodeJS.ProcessEnv = {}) {
  const script = `${body}; setInterval(() => {}, 1000); console.log("on");`;
  const child = spawn(process.execPath, ["-e", script], {
    detached: true,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(child, "exit").then(([, signal]) => signal as string);
  await once(child.stdout, "data");
  return { pid: child.pid!, ended };
}

describe.skipIf(process.platform === "win32")("endLeftRunning", () => {
  it("does nothing where nothing is noted", async () => {
    await end();
    expect(await logged()).toBe("");
  });

  it("ends the group, and says so", async () => {
    const { pid, ended } = await started();
    noteRunning(folder, pid);
    await end();
    expect(await ended).toBe("SIGTERM");
    expect(await logged()).toBe(`w2s: ended process group ${pid} of an earlier run with SIGTERM\n`);
    expect(isNoted()).toBe(false);
  });

  it("kills one that does not listen", async () => {
    const { pid, ended } = await started('process.on("SIGTERM", () => {})');
    noteRunning(folder, pid);
    await end(200);
    expect(await ended).toBe("SIGKILL");
    expect(await logged()).toContain("with SIGKILL");
  });

  it("leaves alone who has the number now", async () => {
    const { pid, ended } = await started();
    noteRunning(folder, pid);
    const path = join(folder, ".running.json");
    const note = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...note, start: note.start - 1 }));
    await end();
    expect(processOf(pid)).toBeDefined();
    expect(await logged()).toBe("");
    process.kill(-pid, "SIGKILL");
    await ended;
  });

  it("cannot end another machine's, and says so", async () => {
    const note = { host: "elsewhere", group: 7, boot: "", start: 1 };
    await writeFile(join(folder, ".running.json"), JSON.stringify(note));
    await end();
    expect(await logged()).toBe(
      "w2s: a command that was started on elsewhere may still be running there\n",
    );
  });

  it("finds a command whose w2s was killed with SIGKILL", async () => {
    const run = fileURLToPath(new URL("./command.ts", import.meta.url));
    const own = join(folder, "run.ts");
    const command = [process.execPath, "-e", 'console.log("on"); setInterval(() => {}, 1000);'];
    await writeFile(
      own,
      `import { runCommand } from ${JSON.stringify(run)};
      void runCommand({ name: "mine", command: ${JSON.stringify(command)}, env: process.env,
        cwd: ${JSON.stringify(folder)}, folder: ${JSON.stringify(folder)},
        log: ${JSON.stringify(log)}, timeoutMs: undefined, onWait() {},
        signal: new AbortController().signal });`,
    );
    const child = spawn(process.execPath, ["--import", "jiti/register", own], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, JITI_FS_CACHE: "false" },
    });
    const dead = once(child, "exit");
    await expect.poll(logged, { timeout: 20_000 }).toContain("on");
    child.kill("SIGKILL");
    await dead;
    const { group } = JSON.parse(await readFile(join(folder, ".running.json"), "utf8"));
    expect(processOf(group)).toBeDefined();
    await end();
    expect(processOf(group)).toBeUndefined();
    expect(await logged()).toContain(`w2s: ended process group ${group} of an earlier run`);
  }, 30_000);

  it.runIf(process.platform === "linux")(
    "ends what left the group of a command that has ended",
    async () => {
      const { pid, ended } = await started();
      const out = await started("", { W2S_FOLDER: folder });
      noteRunning(folder, pid);
      process.kill(-pid, "SIGKILL");
      await ended;
      await end();
      expect(await out.ended).toBe("SIGTERM");
      expect(await logged()).toContain(`w2s: ended process group ${pid} of an earlier run`);
    },
  );

  it("refuses to go on beside one that it cannot end", async () => {
    const { pid, ended } = await started('process.on("SIGTERM", () => {})');
    noteRunning(folder, pid);
    const kill = process.kill;
    process.kill = () => {
      throw new Error("not permitted");
    };
    try {
      await expect(end(60)).rejects.toThrow(InputError);
    } finally {
      process.kill = kill;
    }
    process.kill(-pid, "SIGKILL");
    await ended;
  });
});
