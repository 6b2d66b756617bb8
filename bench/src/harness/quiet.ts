// A timing is worth something only on a quiet machine: looked at before, and measured meanwhile.

import { cpus, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** Cores that others may use before a timing counts as disturbed. */
export const disturbance = 0.1 * cpus().length;

/**
 * Starts watching; the function it gives tells how many cores processes other than ours have used
 * since, on average.
 */
export type Watch = () => () => number;

/**
 * A watch that leaves out this process and its children, whose CPU seconds so far `children` gives.
 */
export function watchOthers(children: () => number): Watch {
  const others = () => busySeconds() - ownSeconds() - children();
  return () => {
    const [start, before] = [performance.now(), others()];
    return () => Math.max(0, (others() - before) / ((performance.now() - start) / 1000));
  };
}

/** CPU seconds that all processes have used since the machine started. */
function busySeconds(): number {
  return (
    cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) /
    1000
  );
}

function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Why the machine is too busy to time anything; undefined when it is quiet. Takes a second. */
export async function whyBusy(): Promise<string | undefined> {
  const cores = watchOthers(() => 0)();
  await sleep(1000);
  const used = cores();
  if (used < disturbance) return undefined;
  const [minute] = loadavg();
  return (
    `the machine is busy: other processes use ${used.toFixed(1)} of ${cpus().length} cores ` +
    `(load average ${minute!.toFixed(1)}); wait until it is quiet, or run with --force`
  );
}
