// A plan of 100,000 steps claimed by eight processes over one folder, each step counted; then how
// busy 1,000 simulated workers are while work waits, at passes of 60 s. No peer does the same.

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type Bench, BenchError } from "../bench.js";

const [count, processes] = [100_000, 8];
/** Share of the workers' time in a pass while work waits, in percent. */
const required = 95;
const script = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const claimMany = script("test/cluster/claim-many.mjs");
const simulation = script("reference/scale/simulate.mjs");

interface Busy {
  readonly busyWithWork: number;
  readonly overAll: number;
}

export const claims: Bench = {
  name: "claims",
  summary: "100,000 steps claimed by eight processes; how busy 1,000 simulated workers are",
  requirement: `no step done twice; over ${required}% busy while work waits, at passes of 60 s`,
  async run({ folder, say }) {
    const started = performance.now();
    const each = await Promise.all(
      Array.from({ length: processes }, (_, i) =>
        printedBy(claimMany, [folder, String(count), `worker-${i}`]),
      ),
    );
    const seconds = (performance.now() - started) / 1000;
    const shares = each.map((lines) => lines.trim().split("\n").filter(Boolean));
    const done = shares.flat();
    if (done.length !== count || new Set(done).size !== count) {
      throw new BenchError(`claims: ${done.length} done of ${count}, ${new Set(done).size} once`);
    }
    const sizes = shares.map(({ length }) => length);
    say(
      `${count} steps, each done once, by ${processes} processes ` +
        `(${Math.min(...sizes)} to ${Math.max(...sizes)} each) in ${seconds.toFixed(1)} s, ` +
        `${((1000 * seconds * processes) / count).toFixed(2)} ms of a process a step`,
    );
    const busy: { readonly queue: Busy; readonly claims: Busy } = JSON.parse(
      await printedBy(simulation, [], { BUSY: "1" }),
    );
    for (const [by, { busyWithWork, overAll }] of Object.entries(busy)) {
      say(
        `1,000 simulated workers, passes of 60 s, by ${by}: ${percent(busyWithWork)} busy while ` +
          `work waits, ${percent(overAll)} over all`,
      );
    }
    const ours = 100 * Math.min(busy.queue.busyWithWork, busy.claims.busyWithWork);
    return { ours, peer: required, unit: "%", ratio: ours / required, met: ours > required };
  },
};

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

async function printedBy(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(process.execPath, [path, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const printed = await text(child.stdout);
  const code = await ended;
  if (code !== 0) throw new BenchError(`claims: ${path} ended with code ${code}`);
  return printed;
}
