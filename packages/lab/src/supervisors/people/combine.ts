// Several annotators' labels of one example, as one.

import type { NdArray } from "@w2s/grad";
import { optionSaid } from "../../labels/index.js";
import { dawidSkene } from "./dawid-skene.js";
import type { Vote } from "./read.js";

export type Combine = "majority" | "mean" | "dawid-skene";

/** Labels of examples, one an example, in the order of the task. */
export interface CombinedVotes {
  readonly rows: Int32Array;
  /** `[rows, options]`. */
  readonly probabilities: NdArray<"float32">;
}

/**
 * "majority": all on the option that most say is most probable, equal shares at a tie. "mean": of
 * their probabilities. "dawid-skene": posteriors, of the options that each says is most probable. A
 * single label stands as it is, but with "dawid-skene", where its annotator's errors count.
 */
export function combinedVotes(
  votes: readonly Vote[],
  combine: Combine,
  options: number,
): CombinedVotes {
  const rows = Int32Array.from(new Set(votes.map(({ example }) => example))).sort();
  const places = new Map(Array.from(rows, (row, i) => [row, i]));
  const byRow: Vote[][] = Array.from(rows, () => []);
  for (const vote of votes) byRow[places.get(vote.example)!]!.push(vote);
  const data =
    combine === "dawid-skene"
      ? Float32Array.from(posteriorsOf(byRow, options))
      : Float32Array.from(byRow.flatMap((own) => oneOf(own, combine)));
  return { rows, probabilities: { dtype: "float32", shape: [rows.length, options], data } };
}

function oneOf(votes: readonly Vote[], combine: "majority" | "mean"): readonly number[] {
  const [first] = votes;
  if (votes.length === 1) return first!.probabilities;
  if (combine === "mean") {
    return first!.probabilities.map(
      (_, k) => votes.reduce((sum, { probabilities }) => sum + probabilities[k]!, 0) / votes.length,
    );
  }
  const counts = first!.probabilities.map(
    (_, k) => votes.filter((vote) => optionSaid(vote.probabilities) === k).length,
  );
  const most = Math.max(...counts);
  const tied = counts.filter((count) => count === most).length;
  return counts.map((count) => (count === most ? 1 / tied : 0));
}

function posteriorsOf(byRow: readonly (readonly Vote[])[], options: number): Float64Array {
  const said = byRow.flatMap((votes, item) =>
    votes.map((vote) => ({
      item,
      annotator: vote.annotator,
      option: optionSaid(vote.probabilities),
    })),
  );
  const annotators = said.reduce((most, { annotator }) => Math.max(most, annotator + 1), 0);
  return dawidSkene({ items: byRow.length, annotators, options, said }).posteriors;
}
