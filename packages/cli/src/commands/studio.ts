// w2s studio: opens a folder as a web application, until it is stopped.

import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { InputError, packageFile } from "@w2s/base";
import { serveStudio } from "@w2s/studio";
import { worldTaskNames } from "@w2s/world";
import { type ExitCode, exitCode } from "../exit.js";
import type { Io } from "../io.js";

export interface StudioFlags {
  readonly runs?: string;
  readonly port?: number;
  readonly host?: string;
  readonly labelOnly: boolean;
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
    labelOnly: flags.labelOnly,
    token: io.env.W2S_STUDIO_TOKEN || undefined,
    making: { tasks: worldTaskNames.map((name) => `world:${name}`), w2s },
  });
  io.stdout.write(`${served.address}\n`);
  io.stderr.write("the studio is open; Ctrl-C closes it\n");
  await io.interruptible(untilAborted);
  await served.close();
  return exitCode.ok;
}

/** The command's own door. */
const door = packageFile("w2s", "bin/w2s.js", import.meta.url);

/** w2s in a process of its own. @throws InputError with the last line that it printed */
function w2s(args: readonly string[], folder: string): Promise<void> {
  return new Promise((done, fail) => {
    execFile(process.execPath, [door, ...args], { cwd: folder }, (error, _, printed) => {
      if (error === null) return done();
      const line = printed.trim().split("\n").at(-1) || "w2s ended without a word";
      fail(new InputError(line.replace(/^w2s: /, ""), { cause: error }));
    });
  });
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener("abort", () => done(), { once: true });
  });
}
