// w2s studio: opens a folder as a web application, until it is stopped.

import { resolve } from "node:path";
import { serveStudio } from "@w2s/studio";
import { type ExitCode, exitCode } from "../exit.js";
import type { Io } from "../io.js";

export interface StudioFlags {
  readonly runs?: string;
  readonly port?: number;
  readonly host?: string;
}

/**
 * Serves until Ctrl-C, which is its usual end.
 * @throws InputError where the folder or the port is taken
 */
export async function studio(
  folder: string | undefined,
  flags: StudioFlags,
  io: Io,
): Promise<ExitCode> {
  const served = await serveStudio({
    folder: resolve(io.cwd, folder ?? "."),
    runs: flags.runs === undefined ? undefined : resolve(io.cwd, flags.runs),
    host: flags.host,
    port: flags.port,
    token: io.env.W2S_STUDIO_TOKEN || undefined,
  });
  io.stdout.write(`${served.address}\n`);
  io.stderr.write("the studio is open; Ctrl-C closes it\n");
  await io.interruptible(untilAborted);
  await served.close();
  return exitCode.ok;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener("abort", () => done(), { once: true });
  });
}
