// Claims against finished runs: what was measured of each, and whether the source is right.

import type { Outcome } from "@w2s/lab";
import { measure } from "./measure.js";
import { type Claim, type ClaimsFile, type Setting, settings } from "./schema.js";
import { verdictOf } from "./verdict.js";
import type { ClaimResult, RunFacts, Verified } from "./verified.js";

/** A finished run, and what it found. */
export interface ClaimRun extends RunFacts {
  readonly outcomes: readonly Outcome[];
}

/**
 * What the runs say of every claim. In each setting a claim is measured on one run of its study:
 * the latest that is whole, else the latest.
 * @param runs latest first
 * @param earlier a record whose measurements stand for studies that no run is of, in their setting;
 * its verdicts are made anew, by what the claims say today
 */
export function verifyClaims(
  { claims, touched, notYet }: ClaimsFile,
  runs: readonly ClaimRun[],
  earlier?: Verified,
): Verified {
  // Studies that no claim is measured by, but that touch what a source asks, are told of as well.
  const touching = touched.flatMap(({ studies }) => studies.map(({ study }) => study));
  const used = new Set(
    touching.flatMap((study) => settings.flatMap((setting) => runFor(study, setting, runs) ?? [])),
  );
  const found = claims.map((claim) => ({
    id: claim.id,
    results: settings
      .filter((setting) => claim.scope.includes(setting))
      .map((setting) => {
        const run = claim.check && runFor(claim.check.study, setting, runs);
        if (run !== undefined) used.add(run);
        const kept = run === undefined ? keptOf(claim, setting, earlier) : undefined;
        return explained(claim, kept ?? resultOf(claim, setting, run, notYet));
      }),
  }));
  return {
    format: 1,
    runs: [
      ...runs.filter((run) => used.has(run)).map(({ outcomes: _, ...facts }) => facts),
      ...(earlier?.runs ?? []).filter(({ study, setting }) => !runFor(study, setting, runs)),
    ],
    claims: found,
  };
}

function runFor(study: string, setting: Setting, runs: readonly ClaimRun[]): ClaimRun | undefined {
  const own = runs.filter((run) => run.study === study && run.setting === setting);
  return own.find(({ whole }) => whole) ?? own[0];
}

/** What an earlier record has of a claim by a run of its study. */
function keptOf(
  { id, check }: Claim,
  setting: Setting,
  earlier: Verified | undefined,
): ClaimResult | undefined {
  const results = earlier?.claims.find((claim) => claim.id === id)?.results ?? [];
  const before = results.find((result) => result.setting === setting);
  if (check === undefined || before?.run === undefined) return undefined;
  const { measured, run } = before;
  if (measured === undefined) return before;
  return { setting, verdict: verdictOf(check.expect, measured), measured, run };
}

function resultOf(
  { check, untestable }: Claim,
  setting: Setting,
  run: ClaimRun | undefined,
  notYet: readonly string[],
): ClaimResult {
  if (check === undefined) return { setting, verdict: "not testable here", why: untestable! };
  const { study } = check;
  if (run === undefined) {
    const why = notYet.includes(study) ? { why: `the study ${study} is not there yet` } : {};
    return { setting, verdict: "not run", ...why };
  }
  const measured = measure(check, run.outcomes);
  const { folder } = run;
  if (measured === null) {
    return { setting, verdict: "not run", run: folder, why: "no row of the run has it" };
  }
  return { setting, verdict: verdictOf(check.expect, measured), measured, run: folder };
}

/** With what claims.json knows of such a verdict. */
function explained({ why }: Claim, result: ClaimResult): ClaimResult {
  const { setting, verdict } = result;
  const own = why.find((one) => one.setting === setting && one.verdict === verdict);
  return own === undefined ? result : { ...result, why: own.text };
}
