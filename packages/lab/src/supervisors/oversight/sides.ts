// Who argues for what before a judge, by claims or in words, and how a hearing's transcript opens.

import { optionSaid } from "../../labels/index.js";
import type { Turn } from "../../outcome/index.js";
import { random } from "../../random.js";

/** Whether the first to argue chose its option, or was given it. */
export type Position = "assigned" | "chosen";

/** Somebody who argues. */
export interface Arguing {
  readonly who: string;
  readonly option: number;
  readonly position: Position;
  /** What it believes of the example, by option. */
  readonly said: readonly number[];
}

/** The option that each example's consultant is given, drawn by the seed, `[examples]`. */
export function positionsGiven(seed: number, examples: number, options: number): Int32Array {
  const given = random(seed, "positions given");
  return Int32Array.from({ length: examples }, () => given.integer(options));
}

/**
 * One for its position; of two the second for its best of what is left.
 * @param by what each believes of the example, by option
 * @param given the option of who has not chosen
 */
export function sidesOf(
  by: readonly (readonly number[])[],
  given: number,
  position: Position,
): Arguing[] {
  const [one, other] = by;
  const first = position === "chosen" ? optionSaid(one!) : given;
  const who = other ? "debater 1" : "consultant";
  const side: Arguing = { who, option: first, said: one!, position };
  if (!other) return [side];
  const option = optionSaid(other.map((p, k) => (k === first ? -1 : p)));
  return [side, { who: "debater 2", option, said: other, position: "assigned" }];
}

/** What the judge says of the text alone, and then who argues for which option. */
export function openingTurns(
  { text, truth, sides }: Opened,
  own: readonly number[],
): readonly Turn[] {
  return [
    { does: "asks", who: "judge", text, said: [...own], truth },
    ...sides.map(
      ({ who, option, position, said }): Turn => ({
        does: "argues",
        who,
        option,
        position,
        said: [...said],
      }),
    ),
  ];
}

interface Opened {
  readonly text: string;
  readonly truth: number;
  readonly sides: readonly Arguing[];
}
