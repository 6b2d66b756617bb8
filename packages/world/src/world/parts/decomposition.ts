// The parts of a problem: small questions about it, each with an answer of its own, and how their
// answers give the whole's. Source of the idea: iterated decomposition and debate, docs/world.md.

/** Whether a part's answer is yes. */
export type Says = (part: string) => boolean;

/**
 * A claim that somebody may point to and a weaker judge can check: it holds when every check does.
 */
export interface Claim {
  /** Places in the row, line or chain that it points to, from 0. */
  readonly at: readonly number[];
  /** Parts, and the answer that each must have. */
  readonly checks: readonly { readonly part: string; readonly answer: "yes" | "no" }[];
  /** The answer to the whole that it proves when it holds. */
  readonly proves: string;
}

/** How one skill's problems come apart. Words are those of the question, without its mark. */
export interface Decomposition {
  /** What the parts ask, in words. */
  readonly asks: string;
  /** The parts: which there are can be read off the question and tells nothing of the answer. */
  parts(words: readonly string[]): string[];
  /** The whole's answer from those of its parts, exact when they are. */
  combine(words: readonly string[], says: Says): string;
  /** Every claim of this skill's kind about the problem, true and false ones. */
  claims(words: readonly string[]): Claim[];
}

export const sayYes = (truth: boolean): "yes" | "no" => (truth ? "yes" : "no");

/** A claim that one part alone decides. */
export function single(
  at: readonly number[],
  part: string,
  answer: "yes" | "no",
  proves: string,
): Claim {
  return { at, checks: [{ part, answer }], proves };
}

/** Every pair of places i < j below `count`. */
export function placePairs(count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: count - i - 1 }, (_, more): [number, number] => [i, i + 1 + more]),
  );
}
