// What the commands call of @w2s/lab, loaded when first needed: `w2s --help` should not wait for
// it. Tests hand in a lab that trains nothing.

import type { RuntimeCheck } from "./runtime-checks.js";

type RealLab = Pick<
  typeof import("@w2s/lab"),
  | "isStudy"
  | "parseStudy"
  | "overrideStudy"
  | "vary"
  | "planStudy"
  | "runPlan"
  | "askedFor"
  | "Ledger"
  | "featureWidths"
  | "chooseStudent"
  | "trainedStudent"
>;

export interface Lab extends RealLab {
  /** Tries each execution provider on a tiny program. */
  runtimeChecks(): Promise<readonly RuntimeCheck[]>;
}

/** The real lab. */
export async function loadLab(): Promise<Lab> {
  const [lab, { runtimeChecks }] = await Promise.all([
    import("@w2s/lab"),
    import("./runtime-checks.js"),
  ]);
  return { ...lab, runtimeChecks };
}
