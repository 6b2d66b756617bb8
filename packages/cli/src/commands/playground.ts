// w2s playground: writes the page on which the zoo trains in a browser. See docs/playground.md.

import { relative, resolve } from "node:path";
import { plain } from "@w2s/base";
import { writePlayground } from "@w2s/playground";
import { type ExitCode, exitCode } from "../exit.js";
import type { Io } from "../io.js";
import { cannotWrite, isSystemError } from "../results/write-error.js";
import { shellWord } from "../shell-word.js";

export interface PlaygroundFlags {
  /** The folder. */
  readonly to: string;
  readonly overwrite: boolean;
}

/** @throws InputError for a folder with other things in it, and where the page is not built */
export async function playground({ to, overwrite }: PlaygroundFlags, io: Io): Promise<ExitCode> {
  const folder = resolve(io.cwd, to);
  await writePlayground(to, { overwrite, cwd: io.cwd }).catch((error: unknown) => {
    throw isSystemError(error) ? cannotWrite(folder, error, "--to DIR") : error;
  });
  const place = plain(relative(io.cwd, folder) || ".");
  io.stdout.write(
    `wrote the playground into ${place}: any web server can serve it as it is, GitHub Pages too, ` +
      `or python3 -m http.server --directory ${shellWord(place)}\n`,
  );
  return exitCode.ok;
}
