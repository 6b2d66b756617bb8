// AdaBoost's weights over supervisors that are there already. Sources: Zhu et al. 2009 (SAMME: K
// options), and EnsemW2S (arXiv 2410.04571), which boosts weak models for weak-to-strong. Departure
// from both: members are not trained anew on the reweighted examples, only weighted in turn.

import type { NdArray } from "@w2s/grad";
import { type Graph, type Step, smallKind } from "../engine/index.js";
import { harden, type Labels, labelsCodec, labelsOf, type Rows } from "../labels/index.js";

interface Value {
  /** Rows that the ensemble speaks about. */
  readonly rows: Rows;
  /** Rows with ground truth that the weights come from. */
  readonly learnedOn: Rows;
}

interface BoostedInputs {
  readonly members: readonly Step<Labels>[];
  readonly target: Step<Labels>;
  readonly [role: string]: Step | readonly Step[];
}

const boostedStepKind = smallKind<Labels, Value, BoostedInputs>({
  name: "boosted",
  version: 1,
  codec: labelsCodec,
  label: "several weighted by AdaBoost",
  async compute({ value: { rows, learnedOn }, inputs, label }, context) {
    const members: Labels[] = [];
    for (const member of inputs.members) members.push(await context.result(member));
    const target = labelsOf(await context.result(inputs.target), learnedOn.list);
    const wrong = members.map((member) => wrongIn(labelsOf(member, learnedOn.list), target));
    const weights = boostedWeights(wrong, target.shape[1]!);
    if (weights.every((weight) => weight === 0)) {
      context.warn(`${label}: no member is better than chance on the held examples: a plain mean`);
    }
    const said = members.map((member) => labelsOf(member, rows.list));
    return { rows: rows.list, probabilities: weightedMean(said, weights) };
  },
});

/** Which rows the most probable option has wrong. */
function wrongIn(said: NdArray<"float32">, target: NdArray<"float32">): boolean[] {
  const [rows, options] = target.shape as [number, number];
  const hard = harden(said).data;
  const isRight = (row: number, k: number) =>
    hard[row * options + k] === 1 && target.data[row * options + k] === 1;
  return Array.from(
    { length: rows },
    (_, row) => !Array.from({ length: options }, (_, k) => isRight(row, k)).some(Boolean),
  );
}

/** A weight no larger than this is chance, but for rounding. */
const chance = 1e-9;

/**
 * SAMME's weights of members in their order. Examples begin with equal weights; member m has
 * `alpha = log((1 - e) / e) + log(K - 1)` for its weighted share e of errors, and what it has wrong
 * then weighs exp(alpha) as much. A member no better than chance (alpha at most 0) has weight 0 and
 * changes nothing. e is kept half an example's weight away from 0.
 * @param wrong by member: which examples it has wrong
 */
export function boostedWeights(wrong: readonly (readonly boolean[])[], options: number): number[] {
  const count = wrong[0]!.length;
  let weights = Array.from<number>({ length: count }).fill(1 / count);
  return wrong.map((errors) => {
    const share = errors.reduce((sum, isWrong, i) => sum + (isWrong ? weights[i]! : 0), 0);
    const bounded = Math.max(share, 0.5 / count);
    const alpha = Math.log((1 - bounded) / bounded) + Math.log(options - 1);
    if (!(alpha > chance)) return 0;
    const raised = weights.map((weight, i) => (errors[i] ? weight * Math.exp(alpha) : weight));
    const total = raised.reduce((sum, weight) => sum + weight, 0);
    weights = raised.map((weight) => weight / total);
    return alpha;
  });
}

/** The mean of what members say; where no weight is above 0, all count alike. */
function weightedMean(said: readonly NdArray<"float32">[], weights: readonly number[]) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => (total > 0 ? weight / total : 1 / said.length));
  const data = said[0]!.data.map((_, i) =>
    said.reduce((sum, { data: own }, m) => sum + shares[m]! * own[i]!, 0),
  );
  return { dtype: "float32" as const, shape: said[0]!.shape, data };
}

/** What members say of `rows`, weighted by how they err on rows with ground truth. */
export function boosted(
  graph: Graph,
  members: readonly Step<Labels>[],
  rows: Rows,
  { target, on }: { readonly target: Step<Labels>; readonly on: Rows },
  label: string,
): Step<Labels> {
  return graph.step(boostedStepKind, { rows, learnedOn: on }, { members, target }, label);
}
