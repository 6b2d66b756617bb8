// What the commands call of the lab, loaded when first needed: `w2s --help` should not wait for
// it. Tests hand in a lab that trains nothing.

import type { RuntimeCheck } from "./runtime-checks.js";

type Studies = Pick<
  typeof import("@w2s/lab"),
  | "isStudy"
  | "parseStudy"
  | "overrideStudy"
  | "vary"
  | "planStudy"
  | "runPlan"
  | "chooseStudent"
  | "trainedStudent"
>;
type Engine = Pick<typeof import("@w2s/lab/engine"), "askedFor" | "Ledger" | "featureWidths">;

export interface Lab extends Studies, Engine {
  /** Tries each execution provider on a tiny program, in a process of their own. */
  runtimeChecks(): Promise<readonly RuntimeCheck[]>;
}

/** The real lab. */
export async function loadLab(): Promise<Lab> {
  const [lab, engine, { checksApart }] = await Promise.all([
    import("@w2s/lab"),
    import("@w2s/lab/engine"),
    import("./checks-apart.js"),
  ]);
  return { ...lab, ...engine, runtimeChecks: () => checksApart() };
}
