// A timing is worth something only on a quiet machine: looked at before, and measured meanwhile.

import { cpus, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** CPU seconds that all processes have used since the machine started. */
function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** What processes other than this one and those named to `end` use. */
export class OtherWork {
  private readonly busy = busySeconds();
  private readonly own = ownSeconds();
  private readonly start = performance.now();

  /** Cores in use by others on average, given the CPU seconds of our children. */
  cores(children: number): number {
    const elapsed = (performance.now() - this.start) / 1000;
    const others = busySeconds() - this.busy - (ownSeconds() - this.own) - children;
    return Math.max(0, others / elapsed);
  }
}

/** Why the machine is too busy to time anything; undefined when it is quiet. Takes a second. */
export async function whyBusy(): Promise<string | undefined> {
  const work = new OtherWork();
  await sleep(1000);
  const cores = work.cores(0);
  if (cores < 0.1 * cpus().length) return undefined;
  const [minute] = loadavg();
  return (
    `the machine is busy: other processes use ${cores.toFixed(1)} of ${cpus().length} cores ` +
    `(load average ${minute!.toFixed(1)}); wait until it is quiet, or run with --force`
  );
}
