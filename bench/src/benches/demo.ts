// The demonstration as a newcomer runs it: a fresh process, first with an empty store, then again
// with all cached. No peer does the same; what counts is how long somebody waits, so the limit
// stands in the peer's place.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { vectorsHere } from "@w2s/grad";
import { type Bench, BenchError } from "../bench.js";
import { median } from "../harness/interleave.js";

/** Seconds from an empty store, on two cores that nobody else uses. */
const coldLimit = vectorsHere() === "AVX-512" ? 20 : 35;
const warmLimit = 1.5;
const warmRuns = 3;
const w2s = fileURLToPath(new URL("../../../packages/cli/bin/w2s.js", import.meta.url));

export const demo: Bench = {
  name: "demo",
  summary:
    "w2s demo from an empty store, and again with all cached; the limit stands in a peer's place",
  requirement:
    `cold under ${coldLimit} s, warm under ${warmLimit} s, on two quiet cores (busy ones may ` +
    "take 60 s)",
  async run({ folder, say }) {
    const [store, out] = [join(folder, "store"), join(folder, "out")];
    const cold = await secondsOfDemo(store, out);
    const warm: number[] = [];
    for (let i = 0; i < warmRuns; i++) warm.push(await secondsOfDemo(store, out));
    const { trials, steps } = JSON.parse(readFileSync(join(out, "run.json"), "utf8"));
    if (steps.run !== 0)
      throw new BenchError(`demo: the warm run had ${steps.run} steps to do, expected none`);
    say(
      `cold ${cold.toFixed(1)} s: ${trials} trials, ${steps.total} steps, table, chart, words ` +
        "and report",
    );
    say(`warm ${warm.map((seconds) => seconds.toFixed(2)).join(", ")} s, each in a fresh process`);
    const met = cold < coldLimit && median(warm) < warmLimit;
    return { ours: cold, peer: coldLimit, unit: "s", ratio: coldLimit / cold, met };
  },
};

/** Runs the command, its output thrown away; gives its wall time. */
function secondsOfDemo(store: string, out: string): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [w2s, "demo", "--store", store, "--out", out], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let complaint = "";
    child.stderr.on("data", (chunk) => {
      complaint += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve((performance.now() - started) / 1000);
      else
        reject(new BenchError(`w2s demo ended with code ${code}: ${complaint.trim().slice(-500)}`));
    });
  });
}
