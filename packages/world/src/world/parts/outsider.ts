// The one item that is not like the others: item by item, below 5, odd, a letter, the same as
// another.

import { less, letter, odd, same } from "./atoms.js";
import { type Claim, type Decomposition, placePairs, type Says } from "./decomposition.js";

const TRAITS: readonly ((item: string) => string)[] = [(item) => less(item, "5"), odd];

export const outsider: Decomposition = {
  asks: "is an item below 5, odd, a letter, the same as another",
  parts: ([, ...row]) => [
    ...row.map(letter),
    ...row.filter(isDigit).flatMap((item) => TRAITS.map((trait) => trait(item))),
    ...placePairs(row.length).map(([i, j]) => same(row[i]!, row[j]!)),
  ],
  combine([, ...row], says) {
    const alone = row.find((_, at) => claimsOf(row, at).some((claim) => isTrue(claim, says)));
    return alone ?? row[0]!;
  },
  claims: ([, ...row]) => row.flatMap((_, at) => claimsOf(row, at)),
};

const isTrue = ({ checks }: Claim, says: Says): boolean =>
  checks.every(({ part, answer }) => says(part) === (answer === "yes"));

/** The claims that the item at a place is the one, by each trait and either way round. */
function claimsOf(row: readonly string[], at: number): Claim[] {
  const traits = row.every(isDigit) ? [...TRAITS, letter] : [letter];
  const byTrait = traits.flatMap((trait) =>
    (["yes", "no"] as const).map((own) =>
      claim(row, at, (item, place) => [
        { part: trait(item), answer: (place === at) === (own === "yes") ? "yes" : "no" },
      ]),
    ),
  );
  const other = at === 0 ? 1 : 0;
  const bySame = claim(row, at, (_, place) => {
    if (place === other) return [];
    const answer = place === at ? "no" : "yes";
    return [{ part: sameIn(row, other, place), answer }];
  });
  return [...byTrait, bySame];
}

function claim(
  row: readonly string[],
  at: number,
  checks: (item: string, place: number) => Claim["checks"],
): Claim {
  return { at: [at], checks: row.flatMap(checks), proves: row[at]! };
}

/** The part about two places, the earlier one first, as it is listed. */
function sameIn(row: readonly string[], i: number, j: number): string {
  return same(row[Math.min(i, j)]!, row[Math.max(i, j)]!);
}

const isDigit = (item: string): boolean => item <= "9";
