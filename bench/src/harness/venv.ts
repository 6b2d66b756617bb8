// The peers' Python: a virtual environment with pinned packages, made on first use.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BenchError } from "../bench.js";
import { cacheFolder } from "./cache.js";

const requirements = fileURLToPath(new URL("../../peers/requirements.txt", import.meta.url));

/**
 * The Python to run peers with: W2S_BENCH_PYTHON, or the environment in the cache folder, installed
 * here when it is not there, not complete or of other pins.
 * @throws BenchError when Python is missing or the packages cannot be installed.
 */
export async function benchPython(say: (line: string) => void): Promise<string> {
  const chosen = process.env.W2S_BENCH_PYTHON;
  if (chosen) return chosen;
  const folder = join(cacheFolder(), "bench-venv");
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const marker = join(folder, ".complete");
  const pins = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(marker) && readFileSync(marker, "utf8") === pins) return python;

  say(`installing the peers' Python packages into ${folder}: about 1 GB, once`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await command(process.platform === "win32" ? "python" : "python3", ["-m", "venv", folder]);
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-input"];
  await command(python, ["-m", "pip", "install", ...quiet, "-r", requirements]);
  writeFileSync(marker, pins);
  return python;
}

/** Runs a program that says nothing unless it fails. @throws BenchError */
export function command(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    let complaint = "";
    child.stderr.on("data", (chunk) => {
      complaint += chunk;
    });
    child.on("error", (cause) => {
      reject(
        new BenchError(
          `${program}: cannot be run (${cause.message}); benches need Python 3.11 or newer`,
        ),
      );
    });
    child.on("close", (code) => {
      if (code === 0) resolve();
      else
        reject(
          new BenchError(
            `${program} ${args[1]}: failed: ` +
              `${complaint.trim().split("\n").at(-1) ?? `code ${code}`}`,
          ),
        );
    });
  });
}
