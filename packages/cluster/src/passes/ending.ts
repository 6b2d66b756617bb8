// How a run ends whose passes did not all succeed.

import { labelled, RunError } from "../errors.js";
import type { Board } from "./board.js";

/** @throws RunError that names the first failure, when there is any */
export function assertAllDone({ failed, skipped }: Board, tries: number): void {
  const [first] = failed;
  if (first === undefined) return;
  const { label } = first.pass.kind.describe(first.pass.steps);
  const passes = failed.length === 1 ? "a pass" : `${failed.length} passes`;
  const tried = tries === 1 ? " after 1 try" : ` after ${tries} tries`;
  const others = skipped.length === 0 ? "" : `, ${skipped.length} behind skipped`;
  throw new RunError(
    `${passes} failed${first.after === "tries" ? tried : ""}${others}: ` +
      `${labelled(label, first.line)}; w2s status lists them, the same command tries them again`,
  );
}
