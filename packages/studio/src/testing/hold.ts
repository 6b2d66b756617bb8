// Takes a folder's lock again and again beside others, and dies holding it: `hold.ts FOLDER`. Says
// "held" each time, and "two" where another who lives holds it too.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isAlive } from "@w2s/base";
import { lockFolder } from "../folder-lock.js";

const folder = process.argv[2]!;
const file = join(folder, "holder");

async function taken(): Promise<() => Promise<void>> {
  while (true) {
    try {
      return await lockFolder(folder, "a test");
    } catch (error) {
      if (!/open there already|just starting/.test(String(error))) throw error;
      await pause(5 * Math.random());
    }
  }
}

function someoneHolds(): boolean {
  try {
    return isAlive(Number(readFileSync(file, "utf8")));
  } catch {
    return false;
  }
}

for (let turn = 0; turn < 5; turn++) {
  const unlock = await taken();
  process.stdout.write(someoneHolds() ? "two\n" : "held\n");
  writeFileSync(file, String(process.pid));
  await pause(5 * Math.random());
  if (turn === 4) process.kill(process.pid, "SIGKILL");
  rmSync(file);
  await unlock();
}
