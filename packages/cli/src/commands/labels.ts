// w2s labels export: what a study's supervisors say, as a folder for students trained elsewhere.

import { relative, resolve } from "node:path";
import { plain } from "@w2s/base";
import { planLabels, writeLabels } from "@w2s/lab";
import { assertFolderFree } from "@w2s/models";
import { type ExitCode, exitCode } from "../exit.js";
import { isInterrupt } from "../interrupt.js";
import type { Io } from "../io.js";
import { reporterFor } from "../progress/index.js";
import { cannotWrite, isSystemError } from "../results/write-error.js";
import { openStudy } from "../study-file/open-study.js";
import { count } from "../text.js";
import { changedStudy, openPlanStore, type StudyFlags } from "./plan-flags.js";

export interface LabelsFlags extends StudyFlags {
  readonly to: string;
  readonly overwrite: boolean;
  readonly color: boolean;
}

/** Exports the labels of the study in `path`; supervisors that are not there are trained first. */
export async function exportLabels(path: string, flags: LabelsFlags, io: Io): Promise<ExitCode> {
  const { overwrite } = flags;
  assertFolderFree(flags.to, { overwrite, cwd: io.cwd });
  const file = await openStudy(path, {}, io);
  const reporter = reporterFor(io, { json: false, color: flags.color });
  try {
    const store = await openPlanStore(flags, io, reporter);
    const plan = await planLabels(...(await changedStudy(file, store, flags, io)));
    reporter.plan(plan.summary);
    const target = resolve(io.cwd, flags.to);
    const files = await io.interruptible((signal) =>
      writeLabels(flags.to, plan, { store, reporter, signal }, { overwrite, cwd: io.cwd }).catch(
        (error: unknown) => {
          if (isInterrupt(error, signal)) return undefined;
          throw isSystemError(error) ? cannotWrite(target, error, "--to DIR") : error;
        },
      ),
    );
    if (files === undefined) return exitCode.interrupted;
    reporter.close();
    io.stdout.write(
      `written to ${plain(relative(io.cwd, target) || ".")}: ${count(files)} files of labels; ` +
        "its README.md says what they are\n",
    );
    return exitCode.ok;
  } finally {
    reporter.close();
  }
}
