// The Node peers' packages: installed in the cache folder on first use, scripts off, so that nobody
// who does not run benches gets them.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cache.js";
import { command } from "./venv.js";

const pinned = fileURLToPath(new URL("../../peers/package.json", import.meta.url));

/**
 * The folder whose `node_modules` has what `peers/package.json` names.
 * @throws BenchError when npm is missing or the packages cannot be installed.
 */
export async function nodePackages(say: (line: string) => void): Promise<string> {
  const folder = join(cacheFolder(), "bench-node");
  const marker = join(folder, ".complete");
  const pins = createHash("sha256").update(readFileSync(pinned)).digest("hex");
  if (existsSync(marker) && readFileSync(marker, "utf8") === pins) return folder;
  say(`installing the Node peers' packages into ${folder}: about 0.5 GB, once`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(pinned, join(folder, "package.json"));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await command(npm, [
    "--prefix",
    folder,
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
  ]);
  writeFileSync(marker, pins);
  return folder;
}
