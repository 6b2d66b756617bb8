// Several say something of the same rows; one answer is made of it.

import { InternalError } from "@w2s/base";
import type { NdArray } from "@w2s/grad";
import { type Graph, type Step, smallKind } from "../engine/index.js";
import {
  type Labels,
  labelledAmong,
  labelsCodec,
  labelsOf,
  labelsOn,
  type Rows,
} from "../labels/index.js";
import { boosted } from "./adjustments/boosting.js";

/**
 * "mean": of probabilities. "product": of probabilities, normalised (a mean of logarithms). A list:
 * weights of a mean, one each, at least 0. "learned": weights on the simplex that make the mixture
 * likeliest for the labels of validation, found by expectation maximisation. "adaboost": a mean by
 * the members' votes, each after the errors of those before it; see `boosted`.
 */
export type Combination = "mean" | "product" | "learned" | "adaboost" | readonly number[];

/** What is wrong with weights for this many members; undefined: nothing. */
export function weightsComplaint(how: Combination, members: number): string | undefined {
  if (!Array.isArray(how)) return undefined;
  const usable = how.every((weight) => Number.isFinite(weight) && weight >= 0);
  if (usable && how.length === members && how.some((weight) => weight > 0)) return undefined;
  return `must have ${members} weights from 0, one above it, got [${how.join(", ")}]`;
}

interface Value {
  readonly how: Combination;
  readonly rows: Rows;
  /** Rows whose labels the weights, or votes, are learned on. */
  readonly learnedOn?: Rows | undefined;
  /** Which rule of votes, where votes are taken. */
  readonly votes?: typeof rule | undefined;
}

/** The rule of `boosted`; 1 took a vote at chance, but for rounding, for one above it. */
const rule = 2;

interface CombinedInputs {
  readonly members: readonly Step<Labels>[];
  /** Labels to learn weights from. */
  readonly target: Step<Labels> | undefined;
  readonly [role: string]: Step | readonly Step[] | undefined;
}

const combinedKind = smallKind<Labels, Value, CombinedInputs>({
  name: "combined",
  version: 1,
  codec: labelsCodec,
  label: "several combined",
  async compute({ value: { how, rows, learnedOn }, inputs, label }, context) {
    const members: Labels[] = [];
    for (const member of inputs.members) members.push(await context.result(member));
    const said = members.map((member) => labelsOn(member, rows.list).probabilities);
    if (how === "product") return { rows: rows.list, probabilities: productOf(said) };
    const target = inputs.target && (await context.result(inputs.target));
    const noVotes = () =>
      context.warn(`${label}: no member is better than chance where errors count: a plain mean`);
    const weights = weightsOf(how, members, target, learnedOn?.list, noVotes);
    return { rows: rows.list, probabilities: mixtureOf(said, weights) };
  },
});

/** Weights of a mean, which sum to 1. */
function weightsOf(
  how: Exclude<Combination, "product">,
  members: readonly Labels[],
  target: Labels | undefined,
  on: Int32Array | undefined,
  noVotes: () => void,
): readonly number[] {
  const equal = members.map(() => 1 / members.length);
  if (how === "mean") return equal;
  if (how !== "learned" && how !== "adaboost") return normalised(how, equal);
  if (!target || !on) throw new InternalError("combined: nothing to learn from");
  const rows = how === "learned" ? on : labelledAmong(target, on);
  const said = members.map((member) => labelsOf(member, rows));
  const labels = labelsOf(target, rows);
  if (how === "learned") return learnedWeights(said, labels);
  const { votes } = boosted(labels, said);
  if (votes.every((vote) => vote === 0)) noVotes();
  return normalised(votes, equal);
}

/** The same weights with a sum of 1; `equal` ones where all are 0. */
function normalised(weights: readonly number[], equal: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? weights.map((weight) => weight / total) : equal;
}

type Probabilities = NdArray<"float32">;

function mixtureOf(said: readonly Probabilities[], weights: readonly number[]): Probabilities {
  const data = new Float32Array(said[0]!.data.length);
  for (let i = 0; i < data.length; i++) {
    let sum = 0;
    for (let m = 0; m < said.length; m++) sum += weights[m]! * said[m]!.data[i]!;
    data[i] = sum;
  }
  return { dtype: "float32", shape: said[0]!.shape, data };
}

/** A probability below this counts as this: nobody's zero is a veto. */
const floor = 1e-7;

function productOf(said: readonly Probabilities[]): Probabilities {
  const [rows, options] = said[0]!.shape as [number, number];
  const data = new Float32Array(rows * options);
  const logs = new Float64Array(options);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < options; k++) {
      logs[k] =
        said.reduce(
          (sum, { data: one }) => sum + Math.log(Math.max(one[row * options + k]!, floor)),
          0,
        ) / said.length;
    }
    const peak = Math.max(...logs);
    const powers = logs.map((log) => Math.exp(log - peak));
    const total = powers.reduce((sum, power) => sum + power, 0);
    powers.forEach((power, k) => {
      data[row * options + k] = power / total;
    });
  }
  return { dtype: "float32", shape: [rows, options], data };
}

/**
 * Mixture weights on the simplex by expectation maximisation: each round, a member's new weight is
 * its mean share in what the mixture gives the target. The likelihood never falls.
 */
export function learnedWeights(
  members: readonly Probabilities[],
  target: Probabilities,
  rounds = 200,
): number[] {
  const [rows, options] = target.shape as [number, number];
  let weights = members.map(() => 1 / members.length);
  for (let round = 0; round < rounds; round++) {
    const shares = members.map(() => 0);
    for (let i = 0; i < rows * options; i++) {
      const mass = target.data[i]!;
      if (mass === 0) continue;
      const given = members.map(({ data }, m) => weights[m]! * Math.max(data[i]!, floor));
      const total = given.reduce((sum, one) => sum + one, 0);
      given.forEach((one, m) => {
        shares[m]! += (mass * one) / total;
      });
    }
    weights = shares.map((share) => share / rows);
  }
  return weights;
}

/** What several say of `rows`, combined. */
export function combined(
  graph: Graph,
  members: readonly Step<Labels>[],
  rows: Rows,
  how: Combination,
  label: string,
  learned?: { readonly target: Step<Labels>; readonly on: Rows },
): Step<Labels> {
  const learns = how === "learned" || how === "adaboost";
  const learnedOn = learns ? learned?.on : undefined;
  const target = learns ? learned?.target : undefined;
  const votes = how === "adaboost" ? rule : undefined;
  return graph.step(combinedKind, { how, rows, learnedOn, votes }, { members, target }, label);
}
