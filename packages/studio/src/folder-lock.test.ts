// One holder at a time, whoever starts when: starters in one process, whose steps fall between each
// other's, and processes that are killed while they hold it.

import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/scratch.js";
import { lockFolder } from "./folder-lock.js";

const gone = {
  ...{ pid: 2 ** 30, host: hostname(), address: "http://127.0.0.1:1/" },
  ...{ process: "one", lock: "another" },
};

/** A folder whose lock says so. */
function lockedBy(said: string): string {
  const folder = scratchFolder("lock");
  mkdirSync(join(folder, ".w2s", "studio", "7"), { recursive: true });
  writeFileSync(join(folder, ".w2s", "studio", "7", "holder.json"), said);
  return folder;
}

describe("lockFolder", () => {
  it("takes over from one that is gone, is damaged, or had this process's number", async () => {
    for (const said of [
      JSON.stringify(gone),
      JSON.stringify({ ...gone, pid: process.pid }),
      '{"pid":',
    ]) {
      const folder = lockedBy(said);
      const unlock = await lockFolder(folder, "here");
      expect(readdirSync(join(folder, ".w2s", "studio"))).toEqual(["8"]);
      await expect(lockFolder(folder, "there")).rejects.toThrow("already, at here (process");
      await unlock();
      await (await lockFolder(folder, "there"))();
    }
  });

  it("leaves a folder to a machine that cannot be asked", async () => {
    const folder = lockedBy(JSON.stringify({ ...gone, host: "elsewhere" }));
    await expect(lockFolder(folder, "here")).rejects.toThrow(`already, at ${gone.address}`);
  });

  it("says where a folder cannot be written", async () => {
    const file = join(scratchFolder("lock"), "file");
    writeFileSync(file, "");
    await expect(lockFolder(file, "here")).rejects.toThrow(`${file}: must be a folder that can`);
  });

  it("gives a dead one's folder to one of many who start at once", async () => {
    for (let round = 0; round < 40; round++) {
      const folder = lockedBy(JSON.stringify(gone));
      const all = await Promise.allSettled(
        Array.from({ length: 12 }, (_, i) => lockFolder(folder, `${i}`)),
      );
      const holders = all.filter(({ status }) => status === "fulfilled");
      expect(holders).toHaveLength(1);
      rmSync(folder, { recursive: true });
    }
  });

  it("is held by one process at a time, though each lets go or is killed", async () => {
    const folder = scratchFolder("lock-many");
    const script = fileURLToPath(new URL("testing/hold.ts", import.meta.url));
    const ended = Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, ["--import", "jiti/register", script, folder], {
        stdio: ["ignore", "pipe", "inherit"],
        env: { ...process.env, JITI_FS_CACHE: "false" },
      });
      return text(child.stdout);
    });
    const said = (await Promise.all(ended)).join("");
    expect(said).not.toContain("two");
    expect(said.match(/held/g)).toHaveLength(30);
  }, 120_000);
});
