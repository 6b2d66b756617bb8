// w2s labels export: what a study's supervisors say, as a folder for students trained elsewhere.

import { relative, resolve } from "node:path";
import { didYouMean, InputError, plain } from "@w2s/base";
import { type ArmName, armNames, planLabels, writeLabels } from "@w2s/lab";
import { assertFolderFree } from "@w2s/models";
import { type ExitCode, exitCode } from "../exit.js";
import { isInterrupt } from "../interrupt.js";
import type { Io } from "../io.js";
import { reporterFor } from "../progress/index.js";
import { cannotWrite, isSystemError } from "../results/write-error.js";
import { openStudy } from "../study-file/open-study.js";
import { tell } from "../table/wrap.js";
import { count } from "../text.js";
import { changedStudy, openPlanStore, type StudyFlags } from "./plan-flags.js";

export interface LabelsFlags extends StudyFlags {
  readonly to: string;
  readonly overwrite: boolean;
  /** Arms whose labels are written, too, with commas between. */
  readonly arms?: string;
  readonly color: boolean;
}

/** Exports the labels of the study in `path`; supervisors that are not there are trained first. */
export async function exportLabels(path: string, flags: LabelsFlags, io: Io): Promise<ExitCode> {
  const { overwrite } = flags;
  const uninformed = wantsUninformed(flags);
  assertFolderFree(flags.to, { overwrite, cwd: io.cwd });
  const file = await openStudy(path, {}, io);
  const reporter = reporterFor(io, { json: false, color: flags.color });
  try {
    const store = await openPlanStore(flags, io, reporter);
    const [study, options] = await changedStudy(file, store, flags, io);
    const plan = await planLabels(study, { ...options, uninformed });
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
    const place = plain(relative(io.cwd, target) || ".");
    const what = `${count(files)} files of labels; its README.md says what they are`;
    tell(io.stdout, `written to ${place}: ${what}`, io);
    return exitCode.ok;
  } finally {
    reporter.close();
  }
}

/** Why there are no labels to write for an arm; null: there are. */
const whyNoLabels: Readonly<Record<ArmName, string | null>> = {
  untouched: "learns from no labels",
  uninformed: null,
  selfTaught: "learns from its own, after ground truth of supervise, which no export has",
};

/** Whether --arms asks for labels without information. @throws InputError for another word */
function wantsUninformed({ arms }: Pick<LabelsFlags, "arms">): boolean {
  if (arms === undefined) return false;
  for (const given of arms.split(",").map((word) => word.trim())) {
    const arm = armNames.find((one) => one === given);
    const why = arm === undefined ? didYouMean(given, ["uninformed"]) : whyNoLabels[arm];
    if (arm !== undefined && why === null) continue;
    throw new InputError(
      `--arms: must be uninformed, the arm that has labels of its own, got "${given}"` +
        (arm === undefined ? why : `, which ${why}`),
    );
  }
  return true;
}
