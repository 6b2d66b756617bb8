// What changed between two verifications.

import type { Setting } from "./schema.js";
import { measuredText } from "./text.js";
import type { ClaimResult, Verified } from "./verified.js";

/** A claim whose verdict or number is another than it was. */
export interface ClaimChange {
  readonly id: string;
  readonly setting: Setting;
  /** Undefined where only one of the two knows the claim. */
  readonly before: ClaimResult | undefined;
  readonly now: ClaimResult | undefined;
}

/** What changed, verdicts before numbers, in the claims' order; numbers as they are printed. */
export function claimChanges(before: Verified, now: Verified): ClaimChange[] {
  const [then, today] = [byName(before), byName(now)];
  const found = [...new Set([...today.keys(), ...then.keys()])].flatMap((name) => {
    const [old, own] = [then.get(name), today.get(name)];
    if (old !== undefined && own !== undefined && isSame(old.result, own.result)) return [];
    const { id, result } = (own ?? old)!;
    return [{ id, setting: result.setting, before: old?.result, now: own?.result }];
  });
  const turned = ({ before: old, now: own }: ClaimChange) => old?.verdict !== own?.verdict;
  return [...found.filter(turned), ...found.filter((change) => !turned(change))];
}

function isSame(old: ClaimResult, own: ClaimResult): boolean {
  return old.verdict === own.verdict && measuredText(old) === measuredText(own);
}

function byName({ claims }: Verified) {
  return new Map(
    claims.flatMap(({ id, results }) =>
      results.map((result) => [JSON.stringify([id, result.setting]), { id, result }] as const),
    ),
  );
}
