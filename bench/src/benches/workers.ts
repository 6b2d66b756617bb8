// The demo's study with ten times its seeds, by one process and by two; then what a claim over a
// folder takes. What a queue adds: the bench `queue`.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Claims, folderRecords } from "@w2s/lab/engine";
import { type Bench, BenchError } from "../bench.js";

const required = 1.7;
/** ms a pass that claiming may add. */
const mostMs = 20;
const claimed = 2000;
const w2s = fileURLToPath(new URL("../../../packages/cli/bin/w2s.js", import.meta.url));
const study = fileURLToPath(
  new URL("../../../packages/cli/studies/demo.study.ts", import.meta.url),
);

export const workers: Bench = {
  name: "workers",
  summary: "the demo's study at 50 seeds by two processes, one thread each, beside one process",
  requirement: `ratio at least ${required}; a claim under ${mostMs} ms`,
  async run({ folder, say }) {
    writeFileSync(join(folder, "demo.study.ts"), readFileSync(study));
    const one = await secondsOf(folder, "one");
    const two = await secondsOf(folder, "two", "--workers", "2");
    say(`one ${one.toFixed(1)} s, two ${two.toFixed(1)} s`);
    const same =
      readFileSync(join(folder, "out-one", "results.json"), "utf8") ===
      readFileSync(join(folder, "out-two", "results.json"), "utf8");
    if (!same) throw new BenchError("workers: two processes gave other results than one");
    const ms = await msOfClaims(folder);
    say(`the same bytes; a claim, from asking to its log's end: ${ms.toFixed(2)} ms`);
    const ratio = one / two;
    return { ours: two, peer: one, unit: "s", ratio, met: ratio >= required && ms < mostMs };
  },
};

function secondsOf(folder: string, name: string, ...more: string[]): Promise<number> {
  const args = ["run", "demo.study.ts", "--seeds", "50", "--threads", "1", "--no-evidence"];
  const places = ["--store", `store-${name}`, "--out", `out-${name}`];
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [w2s, ...args, ...places, ...more], {
      cwd: folder,
      stdio: "ignore",
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve((performance.now() - started) / 1000);
      else reject(new BenchError(`w2s run ended with code ${code}`));
    });
  });
}

async function msOfClaims(folder: string): Promise<number> {
  const claims = new Claims(folderRecords(folder, join(folder, "claims")), "bench");
  await claims.beat();
  const started = performance.now();
  for (let n = 0; n < claimed; n++) {
    const taken = await claims.take(createHash("sha256").update(String(n)).digest("hex"));
    if (taken.is !== "ours") throw new BenchError("workers: a claim was not ours");
    await claims.done(taken.claim);
  }
  return (performance.now() - started) / claimed;
}
