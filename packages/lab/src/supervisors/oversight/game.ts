// The game that debaters play: each side chooses how many of its claims that stand it puts forward,
// so as to move the judge most. Which of them counts for nothing: the judge hears that a claim
// stood. So the search is over numbers, and finds what a search over claims finds.

/** What a judge makes of so many claims that stood, a side each: probabilities of options. */
export type Verdict = (stood: readonly number[]) => readonly number[];

/** A side: the option that it argues for, and how many of its claims would stand. */
export interface Contender {
  readonly option: number;
  readonly standing: number;
}

/** How a debate is played: `turns` a side, in turn or at once. */
export interface Rules {
  readonly turns: number;
  readonly simultaneous: boolean;
}

/** How many claims that stand each side puts forward. */
export function played(
  sides: readonly Contender[],
  verdict: Verdict,
  rules: Rules,
): readonly number[] {
  const most = sides.map(({ standing }) => Math.min(standing, rules.turns));
  return rules.simultaneous || sides.length === 1
    ? sides.map((_, side) => surest(side, sides, most, verdict))
    : inTurn(sides, most, verdict, rules.turns);
}

/**
 * At once: each side takes the number whose worst outcome, whatever the others do, is best for it;
 * at a tie the larger one.
 */
function surest(
  side: number,
  sides: readonly Contender[],
  most: readonly number[],
  verdict: Verdict,
): number {
  const { option } = sides[side]!;
  let best = 0;
  let value = Number.NEGATIVE_INFINITY;
  for (let own = 0; own <= most[side]!; own++) {
    const outcomes = states(most, side, own).map((state) => verdict(state)[option]!);
    const worst = Math.min(...outcomes);
    if (worst >= value) [best, value] = [own, worst];
  }
  return best;
}

/** Every state in which one side has put `own` forward. */
function states(most: readonly number[], side: number, own: number): number[][] {
  return most.reduce<number[][]>(
    (all, limit, i) =>
      all.flatMap((state) =>
        i === side
          ? [[...state, own]]
          : Array.from({ length: limit + 1 }, (_, other) => [...state, other]),
      ),
    [[]],
  );
}

/**
 * In turn: the first side puts one forward or does not, then the second, and so on; each looks to
 * the end, and at a tie puts one forward.
 */
function inTurn(
  sides: readonly Contender[],
  most: readonly number[],
  verdict: Verdict,
  turns: number,
): readonly number[] {
  const known = new Map<string, readonly number[]>();
  const from = (turn: number, state: readonly number[]): readonly number[] => {
    if (turn === turns * sides.length) return state;
    const key = `${turn} ${state.join(" ")}`;
    const found = known.get(key);
    if (found) return found;
    const side = turn % sides.length;
    const { option } = sides[side]!;
    const silent = from(turn + 1, state);
    let end = silent;
    if (state[side]! < most[side]!) {
      const more = from(
        turn + 1,
        state.map((claims, i) => claims + Number(i === side)),
      );
      if (verdict(more)[option]! >= verdict(silent)[option]!) end = more;
    }
    known.set(key, end);
    return end;
  };
  return from(
    0,
    sides.map(() => 0),
  );
}
