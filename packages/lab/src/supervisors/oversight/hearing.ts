// One hearing: who argues for what, with which claims, what the judge finds of them and says.

import { type Labels, placesOf } from "../../labels/index.js";
import type { Transcript, Turn } from "../../outcome/index.js";
import { asking, spent, tokensIn } from "./budget.js";
import type { PosedClaim } from "./claims.js";
import { played, type Rules } from "./game.js";
import type { Jury, Stood } from "./jury.js";
import { type Arguing, openingTurns } from "./sides.js";

/** Somebody who argues by claims. */
interface ArguingByClaims extends Arguing {
  /** What it believes of parts; undefined where there are none. */
  readonly parts: Labels | undefined;
}

/** How hearings go. */
export interface Procedure extends Rules {
  /** How many claims of its side somebody considers: those that it believes most. */
  readonly considered: number;
  /** Whether only claims are put forward that whoever argues believes. */
  readonly believed: boolean;
  /** The judge's own answers about parts; undefined: claims are held against the truth. */
  readonly checks: Labels | undefined;
}

/** An example that is heard. */
export interface Heard {
  readonly text: string;
  readonly truth: number;
  readonly claims: readonly PosedClaim[];
  readonly sides: readonly ArguingByClaims[];
}

/** The claims that a side considers, those that stand when checked, and those that do not. */
interface Pool {
  readonly standing: readonly PosedClaim[];
  readonly falling: readonly PosedClaim[];
}

function poolOf(side: ArguingByClaims, claims: readonly PosedClaim[], procedure: Procedure): Pool {
  const own = claims
    .filter(({ proves }) => proves === side.option)
    .map((claim) => ({ claim, belief: beliefIn(claim.checks, side.parts) }))
    .filter(({ belief }) => !procedure.believed || belief > 0.5)
    // Of equal belief, as the task lists them.
    .sort((a, b) => b.belief - a.belief)
    .slice(0, procedure.considered)
    .map(({ claim }) => claim);
  const stands = (claim: PosedClaim) => standsBefore(claim, procedure.checks);
  return { standing: own.filter(stands), falling: own.filter((claim) => !stands(claim)) };
}

/** How likely a claim holds for whoever believes this of its parts, of which each stands alone. */
export function beliefIn(checks: PosedClaim["checks"], parts: Labels | undefined): number {
  if (!parts) return 0;
  const at = placesOf(parts);
  const { data } = parts.probabilities;
  return checks.reduce((product, [part, answer]) => product * data[2 * at.get(part)! + answer]!, 1);
}

/** Whether a claim stands: by the likelier answers of a judge, or in truth. */
function standsBefore({ checks, truth }: PosedClaim, judge: Labels | undefined): boolean {
  if (!judge) return truth;
  const at = placesOf(judge);
  const { data } = judge.probabilities;
  return checks.every(([part, answer]) => data[2 * at.get(part)! + answer]! > 0.5);
}

/** How a hearing ends where every side puts forward all that it can: what juries learn from. */
export function plainEnd({ claims, sides }: Heard, procedure: Procedure): Stood[] {
  return sides.map((side) => {
    const { standing } = poolOf(side, claims, procedure);
    return { option: side.option, claims: Math.min(standing.length, procedure.turns) };
  });
}

/** A hearing in which every side moves the judge as far as it can. */
export function hearing(
  protocol: string,
  heard: Heard,
  own: readonly number[],
  jury: Jury,
  procedure: Procedure,
): Transcript {
  const { text, claims, sides } = heard;
  const pools = sides.map((side) => poolOf(side, claims, procedure));
  const ended = (stood: readonly number[]): Stood[] =>
    sides.map(({ option }, i) => ({ option, claims: stood[i]! }));
  const chosen = played(
    sides.map(({ option }, i) => ({ option, standing: pools[i]!.standing.length })),
    (stood) => jury.judge(own, ended(stood)),
    procedure,
  );
  // A turn that no claim that stands is for goes to one that does not, as far as there are any.
  const shown = pools.map(({ standing, falling }, i) => [
    ...standing.slice(0, chosen[i]),
    ...falling.slice(0, procedure.turns - chosen[i]!),
  ]);
  const said = jury.judge(own, ended(chosen));
  const exchange = Array.from({ length: procedure.turns }, (_, turn) =>
    sides.flatMap(({ who }, i): Turn[] => {
      const claim = shown[i]![turn];
      return claim ? [claimed(who, claim), checked(claim, procedure.checks)] : [];
    }),
  );
  const budget = spent([asking(text), ...budgetsOf(shown.flat(), procedure.checks === undefined)]);
  return { protocol, turns: [...openingTurns(heard, own), ...exchange.flat()], said, budget };
}

const claimed = (who: string, { text, proves, truth }: PosedClaim): Turn => ({
  does: "claims",
  who,
  text,
  proves,
  truth,
});

function checked(claim: PosedClaim, judge: Labels | undefined): Turn {
  const at = judge && placesOf(judge);
  const parts = claim.checks.map(([part, wanted], i) => {
    const place = at && 2 * at.get(part)!;
    const said =
      place === undefined ? null : [...judge!.probabilities.data.subarray(place, place + 2)];
    return { text: claim.parts[i]!, wanted, said };
  });
  const who = judge ? "judge" : "referee";
  return { does: "checks", who, holds: standsBefore(claim, judge), parts };
}

/** What claims and their checks took: a part that several hang on is asked about once. */
function budgetsOf(shown: readonly PosedClaim[], exact: boolean) {
  const parts = new Map(
    shown.flatMap(({ checks, parts: texts }) =>
      checks.map(([part], i) => [part, texts[i]!] as const),
    ),
  );
  const heard = shown.map(({ text }) => ({ turns: 1, tokens: tokensIn(text).length }));
  const asked = [...parts.values()].map((text) => (exact ? { checks: 1 } : asking(text)));
  return [...heard, ...asked];
}
