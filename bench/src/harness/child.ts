// Our own code in a fresh Node process, for what a warm one cannot tell: peak memory, and times
// without a warm-up.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { BenchError } from "../bench.js";

/**
 * Runs `children/NAME.js` with a JSON argument; gives the JSON it prints. @throws BenchError when
 * it fails.
 */
export function runChild<T>(name: string, setup: object): Promise<T> {
  const script = fileURLToPath(new URL(`../children/${name}.js`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--expose-gc", script, JSON.stringify(setup)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [output, complaint] = ["", ""];
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      complaint += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output) as T);
      else
        reject(
          new BenchError(
            `children/${name}.js ended with code ${code}: ${complaint.trim().slice(-2000)}`,
          ),
        );
    });
  });
}
