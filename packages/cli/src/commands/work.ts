// w2s work: takes passes of others' runs from a queue.

import { InputError, plain } from "@w2s/base";
import { openQueueServer, work as serve } from "@w2s/cluster";
import { type ExitCode, exitCode } from "../exit.js";
import type { Io } from "../io.js";
import { versions } from "../results/machine.js";
import { openStoreAt, placeOf } from "../store-place.js";
import { runnerCommand } from "./executors.js";
import { processBytes, processesThatFit } from "./memory.js";
import { deviceOf, modelFolders } from "./plan-flags.js";

export interface WorkFlags {
  readonly queue?: string;
  readonly slots: number;
  readonly device?: string;
  readonly store?: string;
  readonly models: readonly string[];
}

/** Works until a first SIGTERM or Ctrl-C, which lets what runs finish; a second gives it back. */
export async function work(flags: WorkFlags, io: Io): Promise<ExitCode> {
  const address = flags.queue ?? io.env.W2S_QUEUE;
  if (!address) {
    throw new InputError(
      "--queue: must name a queue, as in --queue redis://HOST:6379; or W2S_QUEUE",
    );
  }
  const device = deviceOf(flags, io);
  const server = await openQueueServer(address);
  const note = (line: string) => void io.stderr.write(`${plain(line)}\n`);
  const [drain, stop] = [new AbortController(), new AbortController()];
  const onSignal = () => {
    if (drain.signal.aborted) stop.abort();
    else note("finishing what runs; once more gives it back");
    drain.abort();
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, onSignal);
  const store = flags.store === undefined ? undefined : placeOf(flags.store, io);
  note(`waiting for passes at ${server.shown}, ${flags.slots} at a time, on ${device}`);
  await serve({
    server,
    slots: flags.slots,
    device,
    versions: versions(),
    command: runnerCommand(store, modelFolders(flags, io)),
    roomFor: ({ study, mostParameters = 0 }, slots) =>
      processesThatFit(`${study} in ${slots} slots`, slots, processBytes(mostParameters)),
    openStore: async (order) => openStoreAt(store ?? order.store, {}, io),
    note,
    drain: drain.signal,
    stop: stop.signal,
  });
  for (const signal of ["SIGTERM", "SIGINT"]) process.off(signal, onSignal);
  return exitCode.ok;
}
