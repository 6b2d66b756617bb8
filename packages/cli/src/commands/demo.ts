// w2s demo: the study that ships with w2s, over the models that ship with it; nothing is
// downloaded.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { InternalError } from "@w2s/base";
import type { ExitCode } from "../exit.js";
import type { Io } from "../io.js";
import { type RunFlags, run } from "./run.js";

/** In a clone the study lies in studies/, in an installed package beside dist/. */
const places = ["../../../../studies/demo.study.ts", "../../studies/demo.study.ts"];

/** Runs the demonstration like any study, and tells its story. */
export async function demo(flags: RunFlags, io: Io): Promise<ExitCode> {
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const path = paths.find((candidate) => existsSync(candidate));
  if (path === undefined) throw new InternalError(`demo: no study in ${paths.join(" or ")}`);
  return run(path, { ...flags, story: true }, io);
}
