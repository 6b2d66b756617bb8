// w2s world: writes an invented language and its tasks into a new folder. See docs/world.md.

import { join, relative, resolve } from "node:path";
import { plain } from "@w2s/base";
import { readMixture, type WorldOptions, writeWorld } from "@w2s/world";
import { type ExitCode, exitCode } from "../exit.js";
import type { Io } from "../io.js";
import { cannotWrite, isSystemError } from "../results/write-error.js";

export interface WorldFlags {
  readonly mixture?: string;
  readonly seed?: number;
  readonly examples?: number;
}

/** @throws InputError for a mixture that does not fit or a folder that is not empty. */
export async function world(dir: string, flags: WorldFlags, io: Io): Promise<ExitCode> {
  const folder = resolve(io.cwd, dir);
  const options: WorldOptions = {
    ...(flags.mixture === undefined
      ? {}
      : { mixture: readMixture(resolve(io.cwd, flags.mixture)) }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.examples === undefined ? {} : { examples: flags.examples }),
  };
  const files = await writeWorld(options, folder).catch((error: unknown) => {
    throw isSystemError(error) ? cannotWrite(folder, error, "w2s world DIR") : error;
  });
  const place = relative(io.cwd, folder) || ".";
  io.stdout.write(
    `wrote ${files.length} files into ${plain(place)}; start with ` +
      `${plain(join(place, "README.md"))}\n`,
  );
  return exitCode.ok;
}
