// w2s demo: the study that ships with w2s, over the models that ship with it; nothing is
// downloaded.

import { packageFile } from "@w2s/base";
import type { ExitCode } from "../exit.js";
import type { Io } from "../io.js";
import { type RunFlags, run } from "./run.js";

const path = packageFile("w2s", "studies/demo.study.ts", import.meta.url);

/** Runs the demonstration like any study. */
export async function demo(flags: RunFlags, io: Io): Promise<ExitCode> {
  return run(path, flags, io);
}
