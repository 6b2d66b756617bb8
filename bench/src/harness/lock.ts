// One bench at a time, whoever started it.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isAlive } from "@w2s/base";
import { BenchError } from "../bench.js";
import { cacheFolder } from "./cache.js";

/** Takes the lock until this process ends. @throws BenchError when another bench holds it. */
export function takeLock(): void {
  const path = join(cacheFolder(), "bench.lock");
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = Number(readFileSync(path, "utf8"));
    if (isAlive(holder)) {
      throw new BenchError(
        `another bench is running (process ${holder}); two at once would time each other`,
      );
    }
    writeFileSync(path, String(process.pid));
  }
  process.on("exit", () => rmSync(path, { force: true }));
}
